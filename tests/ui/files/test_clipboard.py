from digitrec.ui.files.clipboard import path_in


def test_a_copied_path_or_address_names_a_file(tmp_path):
    path = tmp_path / "a b.png"
    path.write_bytes(b"")
    assert path_in(str(path)) == path
    assert path_in(f'"{path}"\n') == path
    assert path_in(path.as_uri() + "\r\n") == path
    assert path_in("no such file") is None
    assert path_in("") is None
    assert path_in("x\0y") is None
