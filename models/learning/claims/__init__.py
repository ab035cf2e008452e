# SPDX-License-Identifier: MIT
"""Claims that learn: a model trained on what the analysts of a project decided.

    examples.read(connection)                   what there is to learn from
    versions.active(connection)                 the model in use, or None: rules alone
    versions.SHELF.active_report(connection)    the report that it was adopted on (outcome.Outcome)
    learner.learn(examples, active, report, …)  a new model, if it is no worse
    versions.keep(project, outcome)             puts it to use; the report
    versions.SHELF.versions(connection)         all that are kept
    versions.SHELF.activate(project, version)   back to an earlier one; None: rules alone

Steps are `reading`, `cues`, `sources and contents`, `which to suggest`, `comparing`, `done`.
Training takes seconds to a minute and keeps one processor busy, so the window does it in a process
of its own (`claimdesk.models.learning.process`): suggestions go on meanwhile, and ending it is
safe, since it writes to no project. `learner.learn_project` does all of it in this process, for the
command line.

`store.knowledge(connection)` brings the active model along. `threshold.threshold(connection)` is
how sure a claim has to be to be suggested, None for what the model itself advises (its report's
"threshold"); `threshold.set_threshold(session, value)` is an edit. Claims below it never get into
the project, so that what is listed, counted and accepted at once is what is shown. After a change
of it, or of the model, `store.is_current(connection, article_id)` is false until the article has
new suggestions. A model that is damaged, or was trained with another pipeline, is not used: the
rules are, and the worker says so with {"id": N, "notice": "…"}.
"""
