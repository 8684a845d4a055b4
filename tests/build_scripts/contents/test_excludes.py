import pytest

from build_scripts.contents.excludes import (
    FILES,
    MODULES,
    forbidden_files,
    forbidden_modules,
    is_excluded,
)


@pytest.mark.parametrize(
    "path",
    [
        "numpy/tests/test_lists.py",
        "numpy/_core/tests/data/x.csv",
        "ai_edge_litert/libLiteRtWebGpuAccelerator.so",
        "ai_edge_litert/vendors/qualcomm/compiler/libLiteRtCompilerPlugin_Qualcomm.so",
        "ai_edge_litert\\\\tools\\\\apply_plugin_main",
        "_tcl_data/tzdata/Europe/Berlin",
        "digitrec/resources/icons/digitrec.svg",
        "tkinterdnd2/tkdnd/osx-x64/libtkdnd2.9.4.dylib",
        "tkinterdnd2/tkdnd/win-x64/tkdnd2.10.3.lib",
        "digitrec/resources/locale/digitrec.pot",
        "digitrec/resources/locale/de/LC_MESSAGES/digitrec.po",
    ],
)
def test_what_is_not_needed_is_excluded_with_either_slash(path):
    assert is_excluded(path.replace("\\\\", "\\"))


@pytest.mark.parametrize(
    "path",
    [
        "digitrec/resources/my_model.keras",
        "digitrec/resources/icons/digitrec.png",
        "digitrec/resources/locale/de/LC_MESSAGES/digitrec.mo",
        "_tk_data/msgs/fr.msg",
        "ai_edge_litert/libpywrap_litert_common.so",
        "numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so",
        "sv_ttk/theme/light.tcl",
        "_tcl_data/init.tcl",
        "tkinterdnd2/tkdnd/osx-arm64/libtkdnd2.10.3.dylib",
        "tkinterdnd2/tkdnd/linux-x64/tkdnd_compat.tcl",
    ],
)
def test_what_is_needed_stays(path):
    assert not is_excluded(path)
    assert not forbidden_files([path])


def test_modules_are_found_by_name_by_package_and_as_compiled_files():
    assert forbidden_modules(["tensorflow.python.ops", "numpy.random", "numpy", "digitrec"]) == [
        "numpy.random", "tensorflow.python.ops",
    ]  # fmt: skip
    files = ["numpy/random/_pcg64.cpython-311-x86_64-linux-gnu.so", "lib-dynload/_ssl.abi3.so"]
    assert forbidden_files(files) == sorted(files)


def test_every_exclusion_has_a_reason():
    assert all(reason.strip() for reason in {**MODULES, **FILES}.values())
