# SPDX-License-Identifier: MIT
"""The article view: display text, layout of marks, painting, selection and hit testing."""
