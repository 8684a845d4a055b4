import gzip
import hashlib
import http.server
import io
import struct
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training.data import fetch as fetching
from training.data.fetch import FetchError, download, fetch, problem
from training.data.sources import MNIST, OMNIGLOT, PEN_DIGITS, SOURCES, Source

CONTENT = np.random.default_rng(0).bytes(300_000)


class Server(http.server.BaseHTTPRequestHandler):
    """Serves CONTENT; `/cut` breaks off in the middle, `/plain` ignores ranges."""

    asked: list[str | None] = []

    def do_GET(self):
        start = 0
        Server.asked.append(self.headers.get("Range"))
        if self.path == "/none":
            self.send_error(404)
            return
        if (wanted := self.headers.get("Range")) and self.path != "/plain":
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(CONTENT):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(CONTENT)}")
                self.end_headers()
                return
            self.send_response(206)
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        end = len(CONTENT) if self.path != "/cut" else len(CONTENT) // 2
        self.wfile.write(CONTENT[start:end])

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    Server.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_a_download_is_whole_or_absent(server, tmp_path):
    download(f"{server}/whole", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_broken_download_goes_on_where_it_stopped(server, tmp_path):
    with pytest.raises(FetchError, match="broke off|goes on"):
        download(f"{server}/cut", tmp_path / "file")
    assert not (tmp_path / "file").exists()
    have = (tmp_path / "file.part").stat().st_size
    assert 0 < have < len(CONTENT)
    download(f"{server}/whole", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert Server.asked == [None, f"bytes={have}-"]


def test_a_server_without_ranges_sends_it_all_again(server, tmp_path):
    (tmp_path / "file.part").write_bytes(b"old")
    download(f"{server}/plain", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_part_that_is_longer_than_the_file_is_dropped(server, tmp_path):
    (tmp_path / "file.part").write_bytes(b"x" * (len(CONTENT) + 5))
    download(f"{server}/whole", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_part_that_is_complete_is_not_asked_for_again(server, tmp_path):
    (tmp_path / "file.part").write_bytes(CONTENT)  # interrupted before it got its name
    download(f"{server}/whole", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert Server.asked == [f"bytes={len(CONTENT)}-"]


def test_a_missing_page_and_a_missing_server_are_named(server, tmp_path):
    with pytest.raises(FetchError, match="/none: the server answered 404"):
        download(f"{server}/none", tmp_path / "file")
    with pytest.raises(FetchError, match="same command"):
        download("http://127.0.0.1:9/", tmp_path / "file")


def test_without_a_connection_it_says_which_files_to_put_where(tmp_path, monkeypatch):
    def unreachable(source, path):
        raise FetchError(f"{source.url}: no connection")

    monkeypatch.setattr(fetching, "_FETCHERS", {source.file: unreachable for source in SOURCES})
    with pytest.raises(FetchError) as error:
        fetch(tmp_path / "data")
    said = str(error.value)
    assert said.count("no connection") >= len(SOURCES)  # all of them were tried
    assert f"put them into {tmp_path / 'data'}" in said
    for source in SOURCES:
        assert f"  {source.packed or source.file}  from  {source.url}" in said


@pytest.fixture(scope="module")
def sources(data):
    """The sources, with the checksums of the data at hand: it may be a sample."""

    def sha256(content):
        return hashlib.sha256(content).hexdigest()

    def idx(array):
        return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()

    with np.load(data / MNIST.file) as arrays:
        mnist = {name: sha256(idx(arrays[name])) for name in MNIST.sha256}
    text = gzip.decompress((data / PEN_DIGITS.file).read_bytes())
    return (
        replace(MNIST, sha256=mnist),
        replace(PEN_DIGITS, sha256={"pendigits-orig.tra": sha256(text)}),
        replace(OMNIGLOT, sha256={OMNIGLOT.file: sha256((data / OMNIGLOT.file).read_bytes())}),
    )


def test_the_published_data_has_the_published_checksums(real_data, sources):
    assert sources == SOURCES


def test_data_that_is_there_is_not_fetched_again(data, sources, capsys, monkeypatch):
    monkeypatch.setattr(fetching, "SOURCES", sources)
    monkeypatch.setattr(fetching, "_FETCHERS", {})
    assert fetch(data) == data
    assert capsys.readouterr().out.count("already there") == len(SOURCES)


def test_a_wrong_file_is_found_by_its_checksum(data, sources, tmp_path):
    for source in sources:
        path = tmp_path / source.file
        assert "can't be read" in (problem(source, path) or "")
        content = bytearray((data / source.file).read_bytes())
        if source.file.endswith(".gz"):
            content = bytearray(gzip.compress(gzip.decompress(bytes(content)) + b"\n", mtime=0))
        elif source.file.endswith(".zip"):
            content[-1] ^= 1
        else:
            with np.load(data / source.file) as arrays:
                changed = {name: arrays[name].copy() for name in arrays.files}
            changed["y_train"][0] ^= 1
            stream = io.BytesIO()
            np.savez(stream, **changed)
            content = bytearray(stream.getvalue())
        path.write_bytes(content)
        assert "SHA-256" in (problem(source, path) or "")


UNIX_COMPRESS = Path(__file__).with_name("small.txt.Z")
"""`small.txt` ("digit 0" to "digit 99", a line each), packed by Debian's ncompress 4.2."""


def test_pen_digits_are_unpacked_from_the_publishers_zip(server, tmp_path, monkeypatch):
    text = "".join(f"digit {i}\n" for i in range(100)).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("pendigits-orig.tra.Z", UNIX_COMPRESS.read_bytes())
    monkeypatch.setattr("tests.training.data.test_fetch.CONTENT", packed.getvalue(), raising=False)
    globals()["CONTENT"] = packed.getvalue()
    source = Source("pendigits-orig.tra.gz", "", "", f"{server}/zip", {
        "pendigits-orig.tra": hashlib.sha256(text).hexdigest()})  # fmt: skip
    fetching._fetch_pen_digits(source, tmp_path / source.file)
    assert gzip.decompress((tmp_path / source.file).read_bytes()) == text
    assert [path.name for path in tmp_path.iterdir()] == [source.file]
    (tmp_path / source.file).unlink()
    (tmp_path / "pendigits.zip").write_bytes(packed.getvalue())  # interrupted before unpacking
    asked = len(Server.asked)
    fetching._fetch_pen_digits(source, tmp_path / source.file)
    assert gzip.decompress((tmp_path / source.file).read_bytes()) == text
    assert len(Server.asked) == asked
