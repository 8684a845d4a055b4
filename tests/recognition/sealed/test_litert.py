import subprocess
import sys

import pytest

from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.sealed import litert
from digitrec.resources import model_path


def test_a_model_says_what_to_install_where_its_runtime_cannot_be_loaded(monkeypatch):
    monkeypatch.setitem(sys.modules, "ai_edge_litert.interpreter", None)
    with pytest.raises(ModelError, match=r"LiteRT can't be loaded .* Install it again: .*litert"):
        Model.open(model_path())


def test_a_library_that_windows_lacks_is_brought_by_microsofts_redistributable():
    error = ImportError("DLL load failed while importing _pywrap", name="_pywrap")
    assert "Visual C++ Redistributable" in litert.why_unavailable(error, "win32")
    absent = ModuleNotFoundError("No module named 'ai_edge_litert'", name="ai_edge_litert")
    assert "pip install" in litert.why_unavailable(absent, "win32")


CLOSES = """
import os, tkinter
from digitrec.recognition.sealed.litert import quiet
tcl = tkinter.Tcl()
tcl.eval("puts stderr {}")  # Tcl keeps the handle from now on
with quiet():
    files = [open(os.devnull, "rb") for _ in range(8)]
tcl.eval("close stderr")
for file in files:
    assert file.read() == b""
"""


def test_silencing_leaves_tcl_no_handle_that_a_file_gets_later():
    done = subprocess.run(
        [sys.executable, "-c", CLOSES], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")
