"""Exports the notebooks of Little Steps.

The exporter "lesson" (lesson.py) makes one page of a notebook that asks for
nothing else, "Lesson" in JupyterLab's menu. __main__.py is what `steps html`
and `steps slides` call.
"""
