"""Build the Python package against librung.

`make wheel` names the static library and the header by RUNG_LIBRARY and RUNG_INCLUDE; without these,
pkg-config finds the library that `make install` put somewhere."""
import glob
import os
import re
import subprocess

from setuptools import Extension, setup

HERE = os.path.dirname(os.path.abspath(__file__))


def pkg_config(option):
    return subprocess.run(
        ["pkg-config", option, "rung"], check=True, capture_output=True, text=True
    ).stdout.split()


def version(include):
    with open(os.path.join(include, "rung.h"), encoding="utf-8") as header:
        text = header.read()
    parts = (re.search(rf"RUNG_VERSION_{part} (\d+)", text) for part in ("MAJOR", "MINOR", "PATCH"))
    return ".".join(part.group(1) for part in parts)


library = os.environ.get("RUNG_LIBRARY")
if library:
    include = os.environ["RUNG_INCLUDE"]
    objects = [library]
    links = [*os.environ["RUNG_LIBS"].split(), "-fopenmp", "-Wl,--exclude-libs,ALL"]
else:
    include = pkg_config("--variable=prefix")[0] + "/include"
    objects, links = [], pkg_config("--libs")

setup(
    name="rung",
    version=version(include),
    description="Match people to roles by skills, exactly and in bulk",
    license="Apache-2.0",
    packages=["rung"],
    package_data={"rung": ["py.typed", "*.pyi"]},
    python_requires=">=3.11",
    install_requires=["numpy>=1.20"],
    ext_modules=[
        Extension(
            "rung._rung",
            sorted(os.path.relpath(name, HERE) for name in glob.glob(f"{HERE}/src/*.c")),
            include_dirs=[include],
            define_macros=[("Py_LIMITED_API", "0x030b0000"), ("_GNU_SOURCE", "1")],
            extra_compile_args=["-std=gnu11", "-fvisibility=hidden"],
            extra_objects=objects,
            extra_link_args=links,
            py_limited_api=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
