"""Jupyter's own tests for kernels, run against ours: python protocol.py FOLDER -v

FOLDER holds jupyter_kernel_test. Each skip has its reason.
"""

import sys
import unittest

sys.path.insert(0, sys.argv.pop(1))
import jupyter_kernel_test as jkt

IMPORTS = """%noautoget
import (
\t"fmt"
\t"os"

\t"github.com/janpfeifer/gonb/gonbui"
\t"github.com/janpfeifer/gonb/gonbui/protocol"
)"""


class GonbTests(jkt.KernelTests):
    kernel_name = "gonb"
    language_name = "go"
    file_extension = ".go"

    code_hello_world = '%%\nfmt.Println("hello, world")'
    code_stderr = '%%\nfmt.Fprintln(os.Stderr, "oops")'
    code_generate_error = "%no_such_command"
    completion_samples = [{"text": "%%\nfmt.Print"}, {"text": "no Go at all {"}, {"text": ""}]
    code_inspect_sample = "%%\nfmt.Println"
    complete_code_samples = ["%%\nfmt.Println(1)", "func f() {}", "!ls", "", "x := `a\n!b`"]
    incomplete_code_samples = ["func f() {", "%%\nfmt.Println(", "x := `a", "/* ", "x := 1 +", "!ls \\"]
    invalid_code_samples = ["func f() }", "%%\n)"]
    code_display_data = [
        {"code": '%%\ngonbui.DisplayHtml("<b>bold</b>")\ngonbui.Sync()', "mime": "text/html"},
        {"code": '%%\ngonbui.DisplayMarkdown("**bold**")\ngonbui.Sync()', "mime": "text/markdown"},
    ]
    code_clear_output = """%%
gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{"littlesteps/clear_output": true}})
gonbui.Sync()"""
    # For the history alone: none of these gives an execute_result.
    code_execute_result = [{"code": "%%\nfmt.Println(21)"}, {"code": "%%\nfmt.Println(22)"}, {"code": "%%\nfmt.Println(23)"}]
    code_history_pattern = "*Println(22)*"
    supported_history_operations = ("tail", "range", "search")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kc.execute_interactive(IMPORTS, output_hook=lambda message: None, timeout=60)
        # gopls reads all packages before its first answer.
        cls.kc.inspect("%%\nfmt.Println", 14, reply=True, timeout=60)

    def test_execute_result(self):
        self.skipTest("Go has no value of a cell: what is to be seen is printed or displayed")

    def test_pager(self):
        self.skipTest("payloads are deprecated, and gonb has no pager")


if __name__ == "__main__":
    unittest.main()
