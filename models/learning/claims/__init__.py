# SPDX-License-Identifier: MIT
"""Claims that learn: a model trained on what the analysts of a project decided.

`dataset` reads the finished articles, `cue_features`, `role_features`, `ranking` and `reranker`
describe them in numbers, `training` trains the stages of `model`, `comparison` compares it with the
one in use by means of `evaluation`, and `learner` does all of it. Training takes seconds to a
minute and keeps one processor busy, so the window does it in a process of its own
(`workers.learning_worker`): suggestions go on meanwhile, and ending it is safe, since it writes to
no project.

Claims below the threshold (`suggest.preferences`) never get into the project, so that what is
listed, counted and accepted at once is what is shown. A model that is damaged, or was trained with
another pipeline, is not used: the rules are, and the engine says so.
"""
