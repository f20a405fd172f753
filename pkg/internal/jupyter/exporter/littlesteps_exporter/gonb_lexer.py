"""Go as the Go kernel's cells have it: lines may begin with % or !."""

from pygments.lexer import inherit
from pygments.lexers.go import GoLexer
from pygments.token import Comment


class GonbLexer(GoLexer):
    """Go, with the kernel's own commands (%%, %noautoget, !ls) as quiet lines."""

    name = "Go (gonb)"
    aliases = ["gonb"]
    tokens = {"root": [(r"^[%!][^\n]*$", Comment.Special), inherit]}
