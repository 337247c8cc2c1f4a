#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Closures of files made by hand: each way of search, scripts, options, caches."""
import json
import os
import shutil
import struct
import subprocess
import unittest

import elf_make
from closure_case import ALWAYS, ENV, HOST, MAKER, PROGRAM, Case


class Search(Case):
    def test_nothing_needed(self):
        self.assertEqual(self.closure(self.program()), set())

    def test_static(self):
        got = self.plan(self.program(["liba.so"], interp=False))
        self.assertEqual(json.loads(got.stdout)["rules"], [])

    def test_runpath(self):
        self.library("lib/liba.so")
        self.assertEqual(self.closure(self.program(["liba.so"], runpath=self.path("lib"))),
                         {"lib/liba.so"})

    def test_origin_up(self):
        self.library("lib/liba.so")
        for word in ("$ORIGIN", "${ORIGIN}"):
            path = self.program(["liba.so"], runpath=f"/nonexistent:{word}/../lib")
            self.assertEqual(self.closure(path), {"lib/liba.so"})

    def test_origin_of_a_linked_program(self):
        self.library("real/liba.so")
        self.program(["liba.so"], name="real/program", runpath="$ORIGIN")
        os.symlink("real/program", self.path("link"))
        self.assertEqual(self.closure(self.path("link")), {"real/liba.so"})

    def test_origin_of_a_library_is_its_own(self):
        self.library("lib/liba.so", ["libb.so"], runpath="$ORIGIN/deep")
        self.library("lib/deep/libb.so")
        self.assertEqual(
            self.closure(self.program(["liba.so"], runpath="$ORIGIN/../lib")),
            {"lib/liba.so", "lib/deep/libb.so"})

    def test_links_are_followed(self):
        self.library("lib/liba.so.1.2")
        os.symlink("liba.so.1.2", self.path("lib/liba.so"))
        self.assertEqual(self.closure(self.program(["liba.so"], runpath="$ORIGIN/../lib")),
                         {"lib/liba.so.1.2"})

    def test_the_words_of_a_loader(self):
        for word in ("lib", "lib64"):
            self.library(f"x/{word}/liba.so")
        self.assertEqual(self.closure(self.program(["liba.so"], runpath=self.path("x/$LIB"))),
                         {"x/lib/liba.so", "x/lib64/liba.so"})
        self.library(f"x/{os.uname().machine}/libb.so")
        path = self.program(["libb.so"], runpath=self.path("x/${PLATFORM}"))
        self.assertEqual(self.closure(path), {f"x/{os.uname().machine}/libb.so"})

    def test_other_words_stay(self):
        self.library("$ORIGINAL/liba.so")
        path = self.program(["liba.so"], runpath=self.path("$ORIGINAL"))
        self.assertEqual(self.closure(path), {"$ORIGINAL/liba.so"})

    def test_rpath_is_inherited(self):
        self.library("lib/liba.so", ["libb.so"])
        self.library("lib/libb.so")
        self.assertEqual(self.closure(self.program(["liba.so"], rpath="$ORIGIN/../lib")),
                         {"lib/liba.so", "lib/libb.so"})

    def test_runpath_is_not(self):
        self.library("lib/liba.so", ["libb.so"])
        self.library("lib/libb.so")
        self.refused("libb.so: is needed by DIR/bin/../lib/liba.so and was not found; "
                     "install it, or name its directory with --ldd-path",
                     self.program(["liba.so"], runpath="$ORIGIN/../lib"))

    def test_runpath_hides_rpath(self):
        self.library("one/liba.so")
        self.library("two/liba.so")
        path = self.program(["liba.so"], rpath=self.path("one"), runpath=self.path("two"))
        self.assertEqual(self.closure(path), {"two/liba.so"})
        # For what its libraries need as well.
        self.library("two/libb.so", ["libc1.so"])
        self.library("one/libc1.so")
        self.refused("libc1.so: is needed by DIR/two/libb.so and was not found; "
                     "install it, or name its directory with --ldd-path",
                     self.program(["libb.so"], rpath=self.path("one"), runpath=self.path("two")))

    def test_the_first_one_has_the_name(self):
        self.library("one/liba.so")
        self.library("two/liba.so")
        self.library("two/libb.so", ["liba.so"], runpath=self.path("two"))
        path = self.program(["liba.so", "libb.so"],
                            runpath=self.path("one") + ":" + self.path("two"))
        self.assertEqual(self.closure(path), {"one/liba.so", "two/libb.so"})

    def test_a_name_with_a_slash(self):
        self.library("lib/liba.so")
        self.library("lib/libb.so")
        self.library("lib/libc1.so")
        path = self.program([self.path("lib/liba.so"), "lib/libb.so", "$ORIGIN/../lib/libc1.so"])
        self.assertEqual(self.closure(path), {"lib/liba.so", "lib/libb.so", "lib/libc1.so"})
        self.library("lib/libd.so", ["$ORIGIN/deep/libe.so"])
        self.library("lib/deep/libe.so")
        self.assertEqual(self.closure(self.program([self.path("lib/libd.so")])),
                         {"lib/libd.so", "lib/deep/libe.so"})
        self.refused("/nonexistent/lib.so: is needed by DIR/bin/program and was not found; "
                     "install it, or name its directory with --ldd-path",
                     self.program(["/nonexistent/lib.so"]))

    def test_an_empty_element_is_the_current_directory(self):
        self.library("liba.so")
        self.assertEqual(self.closure(self.program(["liba.so"], runpath="/nonexistent:")),
                         {"liba.so"})

    def test_needs_that_are_optional(self):
        self.library("lib/liba.so", [], more=[(elf_make.DT_AUXILIARY, "libno.so")])
        path = self.program([], runpath="$ORIGIN/../lib",
                            more=[(elf_make.DT_AUXILIARY, "liba.so")])
        self.assertEqual(self.closure(path), {"lib/liba.so"})

    def test_variants_for_processors(self):
        for name in ("liba.so", "glibc-hwcaps/x86-64-v3/liba.so", "glibc-hwcaps/power10/liba.so",
                     "tls/haswell/liba.so", "tls/liba.so"):
            self.library("lib/" + name)
        self.library("lib/other/liba.so")
        self.assertEqual(
            self.closure(self.program(["liba.so"], runpath="$ORIGIN/../lib")),
            {"lib/liba.so", "lib/glibc-hwcaps/x86-64-v3/liba.so",
             "lib/glibc-hwcaps/power10/liba.so", "lib/tls/haswell/liba.so", "lib/tls/liba.so"})

    def test_nothing_but_a_variant(self):
        self.library("lib/glibc-hwcaps/x86-64-v3/liba.so")
        self.assertEqual(self.closure(self.program(["liba.so"], rpath="$ORIGIN/../lib")),
                         {"lib/glibc-hwcaps/x86-64-v3/liba.so"})

    def test_what_a_variant_needs(self):
        self.library("lib/liba.so")
        self.library("lib/glibc-hwcaps/x86-64-v3/liba.so", ["libb.so"])
        self.library("lib/libb.so")
        self.assertEqual(
            self.closure(self.program(["liba.so"], rpath="$ORIGIN/../lib")),
            {"lib/liba.so", "lib/glibc-hwcaps/x86-64-v3/liba.so", "lib/libb.so"})

    def test_the_environment_does_not_count(self):
        self.library("lib/liba.so")
        self.library("lib/libz.so")
        path = self.program(["liba.so"])
        env = {"LD_LIBRARY_PATH": self.path("lib")}
        self.refused("liba.so: is needed by DIR/bin/program and was not found; "
                     "install it, or name its directory with --ldd-path", path, env=env)
        self.assertEqual(self.closure("--ldd-path", "/nonexistent:lib", path), {"lib/liba.so"})

    def test_order(self):
        for name in ("rpath", "asked", "runpath"):
            self.library(f"{name}/liba.so")
        asked = ("--ldd-path", self.path("asked"))
        self.assertEqual(
            self.closure(*asked, self.program(["liba.so"], rpath=self.path("rpath"))),
            {"rpath/liba.so"})
        self.assertEqual(
            self.closure(*asked, self.program(["liba.so"], runpath=self.path("runpath"))),
            {"asked/liba.so"})

    def test_a_foreign_library_is_passed_over(self):
        self.put("one/liba.so", MAKER.patch(HOST, elf_make.AT_MACHINE, "H", 20))
        path = self.program(["liba.so"], runpath=self.path("one") + ":" + self.path("two"))
        got = self.plan(path)
        self.assertEqual(got.returncode, 1)
        self.assertIn(f"--ldd: {self.path('one/liba.so')}: is needed by {path}: is for another "
                      "machine; expected 64-bit", got.stderr)
        self.library("two/liba.so")
        self.assertEqual(self.closure(path), {"two/liba.so"})


class Scripts(Case):
    def script(self, name, line):
        return self.put("s/" + name, line + "\n")

    def test_interpreter(self):
        self.library("lib/liba.so")
        self.program(["liba.so"], rpath="$ORIGIN/../lib")
        path = self.script("a", f"#! \t{self.path('bin/program')} -x  ")
        self.assertEqual(self.rules(path), {"bin/program": {"read_file", "execute"},
                                            "lib/liba.so": {"read_file"}})
        self.assertEqual(self.closure(self.put("no-newline", f"#!{self.path('bin/program')}")),
                         {"bin/program", "lib/liba.so"})

    def test_an_argument_gets_no_rule(self):
        # A script must not choose what it may read.
        self.program()
        path = self.script("a", f"#!{self.path('bin/program')} /etc/passwd")
        self.assertEqual(self.closure(path), {"bin/program"})

    def test_depth(self):
        self.program()
        last = self.script("0", f"#!{self.path('bin/program')}")
        for i in range(1, 5):
            last = self.script(str(i), f"#!{last}")
        self.assertEqual(self.closure(last), {"bin/program", "s/0", "s/1", "s/2", "s/3"})
        last = self.script("5", f"#!{last}")
        self.refused("DIR/s/0: is more scripts deep than the kernel follows; expected at most 5",
                     last)

    def test_a_script_of_itself(self):
        path = self.script("a", f"#!{self.path('s/a')}")
        self.assertEqual(self.closure(path), {"s/a"})

    def test_env(self):
        self.program(name="bin/env")
        self.program(name="bin/program")
        self.program(name="other/program")
        env = {"PATH": self.path("bin")}
        for argument in ("program", "program \t ", "-S program -u", "-Sprogram",
                         "-S -i A=b program",
                         "-S -u X 'program'", "-vS program", "--split-string=program x",
                         "-S --unset=X -C / program"):
            with self.subTest(argument=argument):
                path = self.script("a", f"#!{self.path('bin/env')} {argument}")
                self.assertEqual(self.closure(path, env=env), {"bin/env", "bin/program"})
        path = self.script("a", f"#!{self.path('bin/env')} -S PATH={self.path('other')} program")
        self.assertEqual(self.closure(path, env=env), {"bin/env", "other/program"})
        path = self.script("a", f"#!{self.path('bin/env')}")
        self.assertEqual(self.closure(path, env=env), {"bin/env"})

    def test_env_takes_what_is_executable(self):
        self.program(name="bin/env")
        self.program(name="bin/program")
        os.chmod(self.program(name="one/program"), 0o644)
        os.makedirs(self.path("two/program"))
        path = self.script("a", f"#!{self.path('bin/env')} program")
        env = {"PATH": ":".join(self.path(name) for name in ("one", "two", "bin"))}
        self.assertEqual(self.closure(path, env=env), {"bin/env", "bin/program"})

    def test_env_of_scripts(self):
        self.program(name="bin/env")
        self.program(name="bin/program")
        self.put("bin/b", f"#!{self.path('bin/program')}\n")
        path = self.script("a", f"#!{self.path('bin/env')} b")
        self.assertEqual(self.closure(path, env={"PATH": self.path("bin")}),
                         {"bin/env", "bin/b", "bin/program"})

    def test_env_without_end(self):
        self.program(name="bin/env")
        for i in range(80):
            self.put(f"bin/s{i}", f"#!{self.path('bin/env')} s{i + 1}\n")
        self.refused("DIR/bin/s63: is one of too many programs that start each other; "
                     "expected at most 64", self.path("bin/s0"), env={"PATH": self.path("bin")})

    def test_env_wrong(self):
        self.program(name="bin/env")
        env = {"PATH": self.path("bin")}
        for argument, message in (
                ("nosuch", "has env run a program that is not in PATH; install it, or set PATH"),
                ("program -u",
                 "has env run a program that is not in PATH; install it, or set PATH"),
                ("--bogus program", "has an option for env that is not known here; "
                 "allow what it runs with --rox"),
                ("-S --bogus program", "has an option for env that is not known here; "
                 "allow what it runs with --rox"),
                ("-S ${X}", "has escapes for env that are not read here; "
                 "allow what it runs with --rox"),
                ("-S 'program", "has a quote for env without an end; "
                 "allow what it runs with --rox")):
            with self.subTest(argument=argument):
                path = self.script("a", f"#!{self.path('bin/env')} {argument}")
                self.refused(f"DIR/s/a: {message}", path, env=env)

    def test_wrong(self):
        hint = "; leave --ldd out, and allow what it needs with --rox"
        for text, message in (
                ("", "is neither an ELF file nor a script with #!"),
                ("#", "is neither an ELF file nor a script with #!"),
                ("echo\n", "is neither an ELF file nor a script with #!"),
                ("#!", "names no interpreter after #!"),
                ("#! \t \n/bin/sh", "names no interpreter after #!"),
                ("#!\0/bin/sh", "names no interpreter after #!"),
                ("#!/" + "x" * 300,
                 "has an interpreter whose name is longer than the kernel reads")):
            with self.subTest(text=text):
                self.refused(f"DIR/a: {message}{hint}", self.put("a", text))
        self.refused("/nonexistent/sh: No such file or directory",
                     self.put("a", "#!/nonexistent/sh\n"))


class Options(Case):
    def words(self, *words):
        got = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60,
                             env=ENV, cwd=self.dir, check=False)
        return got.returncode, got.stderr.removeprefix("landlock-guard: "), got.stdout

    def test_what_makes_no_sense(self):
        alone = "--ldd-path: does nothing without --ldd; add --ldd, or leave it out\n"
        missing = ": the program is missing; expected [--] PROGRAM [ARGUMENT...]\n"
        self.assertEqual(self.words("plan", "--ldd-path", "/lib", "true"), (2, alone, ""))
        self.assertEqual(self.words("exec", "--ldd-path", "/lib", "true"), (125, alone, ""))
        self.assertEqual(self.words("plan", "--ldd"), (2, "--ldd" + missing, ""))
        self.assertEqual(self.words("plan", "--add-exec"), (2, "--add-exec" + missing, ""))

    def test_no_program(self):
        expected = "; expected an executable file, or the name of one in PATH\n"
        for option in ("--ldd", "--add-exec"):
            message = f"{option}: no-such: No such file or directory{expected}"
            self.assertEqual(self.words("plan", option, "no-such"), (1, message, ""))
            self.assertEqual(self.words("exec", option, "no-such"), (127, message, ""))
            message = f"{option}: /etc/passwd: Permission denied{expected}"
            self.assertEqual(self.words("exec", option, "/etc/passwd"), (126, message, ""))
        self.put("text", "echo\n")
        self.assertEqual(self.words("exec", "--ldd", "./text")[0], 125)

    def test_each_adds_its_own(self):
        path = self.program()
        self.assertEqual(self.rules("--add-exec", path), {"bin/program": {"read_file", "execute"}})
        self.assertEqual(self.rules(path), {})
        status, _, text = self.words("plan", "--abi", "7", "--format", "json", "--add-exec", path)
        self.assertEqual((status, [rule["path"] for rule in json.loads(text)["rules"]]),
                         (0, [path]))

    def test_rules_for_one_file_are_merged(self):
        path = self.program()
        os.symlink("bin/program", self.path("link"))
        self.assertEqual(
            self.rules("--rw", path, "--add-exec", "./link"),
            {"bin/program": {"read_file", "write_file", "truncate", "ioctl_dev", "execute"}})

    def test_the_program_is_found_in_path(self):
        self.program(name="bin/program")
        got = self.rules("--add-exec", "program", env={"PATH": "/nonexistent:bin"})
        self.assertEqual(set(got), {"bin/program"})
        got = self.rules("--add-exec", "program", env={"PATH": ":/nonexistent"},
                         cwd=self.path("bin"))
        self.assertEqual(set(got), {"bin/program"})


# In a chroot there are no user namespaces, and "/" is no mount point: what is
# mounted may be seen outside until it is unmounted.
NAMESPACE = ["unshare", "-m", "--propagation", "unchanged"]
if os.geteuid():
    NAMESPACE.append("-r")


def can_mount():
    return shutil.which("unshare") and subprocess.run(
        [*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


@unittest.skipUnless(can_mount() or "LLGUARD_TEST_ABI" in os.environ, "no mount namespace")
class Cache(Case):
    """The cache of another system, in a namespace of its own."""

    MAGIC = b"glibc-ld.so.cache1.1"

    def cache(self, entries, count=None, order=None, magic=MAGIC):
        pack = MAKER.order
        little = 2 if pack == "<" else 3
        at = 48 + 24 * len(entries)
        strings, table = b"", b""
        for name, path, flags, hwcap in entries:
            table += struct.pack(pack + "IIIIQ", flags, at + len(strings),
                                 at + len(strings) + len(name) + 1, 0, hwcap)
            strings += name.encode() + b"\0" + path.encode() + b"\0"
        head = magic + struct.pack(
            pack + "IIB3xI12x", len(entries) if count is None else count, len(strings),
            little if order is None else order, 0)
        return head + table + strings

    def plan_with(self, cache, path, bind=("cache", "/etc/ld.so.cache")):
        if cache is not None:
            self.put("cache", cache)
        script = (f'mount --make-rprivate / 2>/dev/null; '
                  f'mount --bind {self.path(bind[0])} {bind[1]} || exit; '
                  f'"$@"; status=$?; umount {bind[1]} && exit $status')
        return subprocess.run(
            [*NAMESPACE, "sh", "-c", script, "sh", PROGRAM, "plan", "--abi",
             "7", "--format", "json", "--ldd", path],
            capture_output=True, text=True, timeout=60, env=ENV, cwd=self.dir, check=False)

    def test_the_directories_of_the_system(self):
        got = self.plan_with(self.cache([]), self.program(["libc.so.6"]))
        self.assertEqual(got.returncode, 0, got.stderr)
        paths = [rule["path"] for rule in json.loads(got.stdout)["rules"]]
        self.assertTrue(any("/libc" in path for path in paths), paths)

    def test_entries(self):
        for name in ("one/liba.so", "v3/liba.so", "two/liba.so", "relative/liba.so",
                     "old/liba.so"):
            self.library(name)
        self.put("foreign/liba.so", MAKER.patch(HOST, elf_make.AT_MACHINE, "H", 20))
        entry = [("liba.so", self.path("old/liba.so"), 0x301, 0),
                 ("liba.so", self.path("v3/liba.so"), 0x303, 1 << 62 | 1),
                 ("liba.so", self.path("gone/liba.so"), 0x303, 0),
                 ("liba.so", self.path("foreign/liba.so"), 3, 0),
                 ("liba.so", "relative/liba.so", 0x303, 0),
                 ("liba.so", self.path("one/liba.so"), 0x303, 0),
                 ("liba.so", self.path("two/liba.so"), 0x303, 0)]
        got = self.plan_with(self.cache(entry), self.program(["liba.so"]))
        self.assertEqual(got.returncode, 0, got.stderr)
        rules = {rule["path"] for rule in json.loads(got.stdout)["rules"]}
        self.assertEqual(rules - ALWAYS, {self.path("one/liba.so"), self.path("v3/liba.so")})

    def test_musl(self):
        # No cache, RUNPATH is inherited, and the loader is the C library.
        self.library("lib/ld-musl-made.so.1", soname=None)
        for name in ("own/liba.so", "far/libb.so", "usual/libd.so", "cached/libd.so"):
            self.library(name, ["libb.so"] if "liba" in name else [])
        os.mkdir(self.path("etc"))
        with open(self.path("etc/ld-musl-made.path"), "w", encoding="ascii") as file:
            file.write(f"/nonexistent\n{self.path('usual')}\n")
        with open(self.path("etc/ld.so.cache"), "wb") as file:
            file.write(self.cache([("libd.so", self.path("cached/libd.so"), 0x303, 0)]))
        path = self.program(["liba.so", "libd.so", "libc.so", "libpthread.so.0"],
                            interp=self.path("lib/ld-musl-made.so.1"),
                            runpath=self.path("own") + ":" + self.path("far"))
        got = self.plan_with(None, path, bind=("etc", "/etc"))
        self.assertEqual(got.returncode, 0, got.stderr)
        rules = {rule["path"] for rule in json.loads(got.stdout)["rules"]}
        self.assertEqual(rules, {"/etc/ld-musl-made.path", *map(self.path, (
            "lib/ld-musl-made.so.1", "own/liba.so", "far/libb.so", "usual/libd.so"))})

    def test_preload(self):
        os.mkdir(self.path("etc"))
        shutil.copy("/etc/ld.so.cache", self.path("etc/ld.so.cache"))
        with open(self.path("etc/ld.so.preload"), "w", encoding="ascii") as file:
            file.write("# libdl.so.2\n/nonexistent.so:libm.so.6\tlibnone.so # librt.so.1")
        got = self.plan_with(None, self.program(), bind=("etc", "/etc"))
        self.assertEqual(got.returncode, 0, got.stderr)
        rules = {rule["path"]: rule["access"] for rule in json.loads(got.stdout)["rules"]}
        names = {os.path.basename(path) for path in rules}
        self.assertIn("/etc/ld.so.preload", rules)
        self.assertTrue(any(name.startswith("libm") for name in names), names)
        self.assertFalse(any(name.startswith(("libdl", "librt", "libnone")) for name in names))

    def test_older_form(self):
        self.library("one/liba.so")
        path = self.program(["liba.so"])
        cache = self.cache([("liba.so", self.path("one/liba.so"), 0x303, 0)])
        for count in (0, 1, 2):
            old = b"ld.so-1.7.0\0" + struct.pack(MAKER.order + "I", count) + b"x" * 12 * count
            got = self.plan_with(old + bytes(-len(old) % 8) + cache, path)
            self.assertEqual(got.returncode, 0, got.stderr)
            self.assertIn(self.path("one/liba.so"), got.stdout)

    def test_wrong(self):
        foreign = 3 if MAKER.order == "<" else 2
        for cache, message in (
                (b"", "is not a cache of the form glibc-ld.so.cache1.1"),
                (b"ld.so-1.7.0\0" + bytes(100), "is not a cache of the form glibc-ld.so.cache1.1"),
                (b"ld.so-1.7.0\0" + b"\xff" * 4 + self.cache([]),
                 "is not a cache of the form glibc-ld.so.cache1.1"),
                (self.cache([])[:47], "is not a cache of the form glibc-ld.so.cache1.1"),
                (self.cache([], order=foreign), "has the byte order of another machine"),
                (self.cache([], count=1), "has more entries than bytes"),
                (self.cache([], count=2**32 - 1), "has more entries than bytes")):
            with self.subTest(message=message):
                got = self.plan_with(cache, self.program())
                self.assertEqual(got.returncode, 1, got.stderr)
                self.assertEqual(got.stderr.splitlines()[0], "landlock-guard: --ldd: "
                                 f"/etc/ld.so.cache: {message}; run ldconfig")

    def test_offsets_beyond(self):
        cache = bytearray(self.cache([("liba.so", "/liba.so", 0x303, 0)]))
        path = self.program(["liba.so"])
        for at in range(48, len(cache)):
            changed = bytes(cache[:at]) + b"\xff" + bytes(cache[at + 1:])
            got = self.plan_with(changed, path)
            self.assertEqual(got.returncode, 1, got.stderr)
            self.assertIn("liba.so: is needed by", got.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
