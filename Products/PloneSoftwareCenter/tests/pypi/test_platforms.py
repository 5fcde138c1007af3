from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.pypi.platforms import platform_of

import pytest


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("demo-1.0.tar.gz", ""),
        ("demo-1.0.zip", ""),
        ("demo-1.0-py3-none-any.whl", ""),
        ("demo-1.0-py3.11.egg", ""),
        ("demo-1.0-py2.7-linux-x86_64.egg", "Linux"),
        ("demo-1.0-py2.4-macosx-10.3-fat.egg", "macOS"),
        ("demo-1.0-py2.7-win32.egg", "Windows"),
        ("demo-1.0-cp311-cp311-linux_x86_64.whl", "Linux"),
        ("demo-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "Linux"),
        ("demo-1.0-cp311-cp311-musllinux_1_2_aarch64.whl", "Linux"),
        ("demo-1.0-cp311-cp311-macosx_11_0_arm64.whl", "macOS"),
        ("demo-1.0-cp311-cp311-win_amd64.whl", "Windows"),
        ("demo-1.0-cp311-cp311-freebsd_14_0_release_amd64.whl", "BSD"),
        ("demo-1.0-cp311-cp311-linux_x86_64.win32.whl", "Linux, Windows"),
        ("demo-1.0-cp311-cp311-emscripten_3_1_58_wasm32.whl", "emscripten_3_1_58_wasm32"),
        ("demo-1.0-py3-none-any.linux_x86_64.whl", ""),
    ],
)
def test_platform_is_told_by_the_file_name(filename, expected):
    assert platform_of(parse_filename(filename, name="demo", version="1.0")) == expected
