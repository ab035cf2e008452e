# SPDX-License-Identifier: MIT
"""What the window can do, one module per feature.

To add a feature:

- its commands are lines in a table of gui/menus.py: words, keys, place;
- its dock, if it has one, is a line in `DOCKS` of gui/main_window.py;
- a module here has a class or function that takes the workbench, fills the dock and binds the
  commands; it is named in `FEATURES` of gui/workbench.py.

A feature knows the workbench, never another feature.
"""
