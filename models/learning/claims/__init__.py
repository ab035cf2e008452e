# SPDX-License-Identifier: MIT
"""Claims that learn: a model trained on what the analysts of a project decided.

As the window uses it:

    examples.read(connection)                   what there is to learn from
    versions.active(connection)                 the model in use, or None: rules alone
    versions.active_report(connection)          the report that it was adopted on (outcome.Outcome)
    wire.learn_to_wire(examples, active, report)        what {"id": N, "learn": …} asks of a worker
    {"id": N, "progress": 0..1, "step": "…"}            what that answers while it learns
    {"id": N, "learned": …}                             read by wire.outcome_from_wire
    versions.keep(project, outcome)             puts the model to use if it is no worse; the report
    versions.versions(connection)               all that are kept
    versions.activate(project, version)         back to an earlier one; None: rules alone

Steps are `reading`, `cues`, `sources and contents`, `which to suggest`, `comparing`, `done`.
Training takes seconds to a minute and keeps one processor busy, so it is to run in a worker process
of its own (`python -m claimdesk.models.suggest.worker`): suggestions go on meanwhile. {"cancel": N}
stops it, and so does ending the process: it writes to no project. `learner.learn_project` does all
of it in this process, for the command line.

`store.knowledge(connection)` brings the active model along. `threshold.threshold(connection)` is
how sure a claim has to be to be suggested, None for what the model itself advises (its report's
"threshold"); `threshold.set_threshold(session, value)` is an edit. Claims below it never get into
the project, so that what is listed, counted and accepted at once is what is shown. After a change
of it, or of the model, `store.is_current(connection, article_id)` is false until the article has
new suggestions. A model that is damaged, or was trained with another pipeline, is not used: the
rules are, and the worker says so with {"id": N, "notice": "…"}.
"""
