import contextlib
import io
import json
import signal
import socket
import subprocess
import sys
from itertools import chain
from urllib.parse import urlencode

import pytest
from PIL import Image, ImageDraw

from digitrec.version import __version__
from tests.samples import digit
from tests.web.requests_to import INK, ask, raw, read

SEVEN = digit(7)


def line(ink, **more):
    return json.dumps({"id": "a", **ink.to_dict(), **more}).encode()


def predicted(*inks):
    done = subprocess.run(
        [sys.executable, "-m", "digitrec", "predict", "--json", "-"],
        input=b"\n".join(map(line, inks)),
        capture_output=True,
        timeout=120,
    )
    return [json.loads(one) for one in done.stdout.splitlines()]


def picture():
    image = Image.new("L", (120, 90), 255)
    ImageDraw.Draw(image).line([(60, 15), (60, 75)], fill=0, width=6)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def test_ink_is_read_as_predict_reads_it(server):
    inks = [digit(one) for one in range(10)]
    answers = read(server, b"\n".join(map(line, inks))).lines
    for found, wanted in zip(answers, predicted(*inks), strict=True):
        assert found.pop("alternatives")
        assert found.keys() == wanted.keys()
        assert (found["text"], found["id"]) == (wanted["text"], wanted["id"])
        for one, other in zip(found["digits"], wanted["digits"], strict=True):
            assert one["probabilities"] == pytest.approx(other["probabilities"], abs=1e-5)
            assert one["box"] == pytest.approx(other["box"])


def test_a_picture_is_read(server):
    (answer,) = read(server, picture(), kind="image/png").lines
    assert answer["text"] == "1"
    left, top, right, bottom = answer["digits"][0]["box"]
    assert 30 < left < 60 < right < 90
    assert 10 < top < 30
    assert 60 < bottom < 85


def test_a_line_that_is_no_ink_costs_only_itself(server):
    body = b'{"strokes": 1}\n' + line(SEVEN) + b"\n{broken"
    first, second, third = read(server, body).lines
    assert "error" in first
    assert second["text"] == "7"
    assert "not JSON" in third["error"]


@pytest.mark.parametrize("body", [b"", b"\n \n", b"\xff\xfe", b"[" * 100_000, b"9" * 10_000])
def test_whatever_is_sent_as_ink_is_answered(server, body):
    answer = read(server, body)
    assert answer.status == 200
    assert all("error" in one for one in answer.lines)


@pytest.mark.parametrize("body", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"x" * 99])
def test_whatever_is_sent_as_a_picture_is_answered(server, body):
    (answer,) = read(server, body, kind="image/png").lines
    assert "error" in answer


def test_a_picture_bomb_is_refused_in_words(server):
    stream = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(stream, "PNG")
    (answer,) = read(server, stream.getvalue(), kind="image/png").lines
    assert "million pixels can be read" in answer["error"]


def test_digits_can_be_asked_for(server):
    assert read(server, line(SEVEN), "?digits=1").lines[0]["text"] == "7"
    assert "error" in read(server, line(SEVEN), "?digits=9").lines[0]
    assert "at most 250" in read(server, line(SEVEN), "?digits=999999").lines[0]["error"]
    for wrong in ("0", "-1", "x", "1e3", "²", "1" * 5000):
        path = f"/v1/read?{urlencode({'digits': wrong})}"
        assert ask(server, path, line(SEVEN), content_type=INK).status == 400


def test_the_page_hears_which_strokes_are_which_digit_and_reads_by_its_groups(server):
    two = [*digit(1).strokes, *(tuple((x + 400, y) for x, y in s) for s in digit(7).strokes)]
    drawing = {"strokes": two}
    (free,) = read(server, json.dumps(drawing).encode(), "?details=1").lines
    assert sorted(chain(*free["details"]["strokes"])) == list(range(len(two)))
    whole = drawing | {"groups": [list(range(len(two)))], "explain": 0}
    (joined,) = read(server, json.dumps(whole).encode(), "?details=1").lines
    assert len(joined["digits"]) == 1
    assert len(joined["details"]["explanation"]["view"]) == 28 * 28
    wrong = drawing | {"groups": [[0, 0]]}
    assert "error" in read(server, json.dumps(wrong).encode(), "?details=1").lines[0]


def test_a_hand_that_is_sent_along_changes_the_reading_and_is_not_kept(server):
    strokes = [[[0, 8], [45, 0], [20, 100]]]  # a 7 that somebody may call a 1
    drawing = {"strokes": strokes, "hand": [{"strokes": strokes, "label": "1"}] * 3}
    (taught,) = read(server, json.dumps(drawing).encode(), "?details=1").lines
    (plain,) = read(server, json.dumps({"strokes": strokes}).encode(), "?details=1").lines
    assert (taught["text"], plain["text"]) == ("1", "7")


def test_too_large_a_body_is_refused_before_it_has_arrived(server):
    stated = f"POST /v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Type: {INK}\r\n"
    head = f"{stated}Content-Length: 1000000000\r\n\r\n".encode()
    assert b" 413 " in raw(server, head + b"x" * 1000).splitlines()[0]
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    chunked = f"{stated}Transfer-Encoding: chunked\r\n\r\n".encode()
    with contextlib.suppress(ConnectionError):  # it hangs up while we are still sending
        assert b" 413 " in raw(server, chunked + chunk * 40).splitlines()[0]
    assert read(server, line(SEVEN)).lines[0]["text"] == "7"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "evil.example:80"}, 421),
        ({"host": ""}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"host": "localhost"}, 200),
        ({"host": "127.0.0.1:1234"}, 200),
        ({"host": "[::1]:1234"}, 200),
    ],
)
def test_other_sites_and_names_are_refused(server, headers, status):
    answer = ask(server, "/v1/read", line(SEVEN), **({"content_type": INK} | headers))
    assert answer.status == status
    assert (status == 200) == ("error" not in answer.lines[0])
    assert "access-control-allow-origin" not in answer.headers


def test_the_page_of_the_same_origin_may_read(server):
    origin = server.rstrip("/")
    assert ask(server, "/v1/read", line(SEVEN), content_type=INK, origin=origin).status == 200


@pytest.mark.parametrize(
    "path",
    ["/../pyproject.toml", "/js/../../answering.py", "/%2e%2e/x", "//etc/passwd", "/js", "/js/"],
)
def test_there_is_nothing_but_the_page(server, path):
    assert ask(server, path).status == 404


def test_the_page_runs_its_own_scripts_alone(server):
    answer = ask(server, "/")
    assert answer.status == 200
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert b"<script>" not in answer.body
    assert b"style=" not in answer.body
    assert b"://" not in answer.body
    assert ask(server, "/", if_none_match=answer.headers["etag"]).status == 304


def test_it_says_what_it_is(server):
    about = json.loads(ask(server, "/v1/info").body)
    assert about["version"] == __version__
    assert ask(server, "/healthz").body == b"ok\n"


def test_answers_are_what_openapi_says(server, tmp_path):
    api = json.loads(ask(server, "/openapi.json").body)
    schema = tmp_path / "schema.json"
    schemas = api["components"]["schemas"]
    schema.write_text(json.dumps(schemas["Reading"] | {"additionalProperties": False}))
    answer = tmp_path / "answer.json"
    answer.write_bytes(read(server, line(SEVEN)).body)
    check = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, answer]
    done = subprocess.run(check, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    refusal = read(server, b"", kind="text/plain")
    assert str(refusal.status) in api["paths"]["/v1/read"]["post"]["responses"]
    assert list(refusal.lines[0]) == schemas["Refusal"]["required"]


def test_a_port_that_is_taken_is_named(server):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "digitrec", "serve", "--no-open", "--port", port],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert f"can't listen on 127.0.0.1, port {port}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_it_and_its_workers():
    process = subprocess.Popen(
        [sys.executable, "-m", "digitrec", "serve", "--no-open", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = process.stdout.readline().split()[3]
    assert read(address, line(SEVEN)).lines[0]["text"] == "7"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode in (0, 130), errors) == (True, "")
