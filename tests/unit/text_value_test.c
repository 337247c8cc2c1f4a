/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <string.h>

#include <llguard.h>

#include "telemetry/text_value.h"

Test(text_value, values)
{
	static const struct {
		const char *key;
		const char *value;
		const char *kernel; /* NULL: cannot be told */
	} rows[] = {
		{ "domain", "1266faef9", "1266faef9" },
		{ "domain", "1266FAEF9", NULL },
		{ "domain", "", NULL },
		{ "blockers", "fs.read_file,net.x", "fs.read_file,net.x" },
		{ "blockers", "fs.read-file", NULL },
		{ "mode", "enforcing", "enforcing" },
		{ "mode", "000,000", NULL },
		{ "denials", "14", "14" },
		{ "dest", "80", "80" },
		{ "dest", "http", NULL },
		{ "daddr", "2001:db8::1", "2001:db8::1" },
		{ "saddr", "unknown-family(28690)", NULL },
		{ "saddr", "{", NULL },
		{ "ino", "77", "77" },
		{ "ioctlcmd", "0x5401", "0x5401" },
		{ "ioctlcmd", "5401", NULL },
		{ "a0", "0xffffff9c", "ffffff9c" },
		{ "a1", "O_RDONLY", NULL },
		{ "a2", "0x", NULL },
		{ "uid", "root", NULL },
		{ "uid", "unknown(1000)", "1000" },
		{ "uid", "1000", "1000" },
		{ "auid", "unset", NULL },
		{ "ses", "unset", NULL },
		{ "tty", "pts1", "pts1" },
		{ "tty", "(none)", NULL },
		{ "success", "no", "no" },
		{ "exit", "0", "0" },
		{ "exit", "EACCES(Permission", "-13" },
		{ "exit", "ENOENT", "-2" },
		{ "exit", "0x7f00", NULL },
		{ "exit", "EWHAT(x)", NULL },
		{ "exit", "(x)", NULL },
		{ "syscall", "connect", "42" },
		{ "syscall", "unknown-syscall(2571)", "2571" },
		{ "syscall", "nothing", NULL },
		{ "subj", "a:b:c", "a:b:c" },
		{ "comm", "curl", "curl" },
		{ "comm", "a\\012", NULL },
		{ "comm", "a\"b", NULL },
		{ "comm", "\303\251", "\303\251" },
		{ "comm", "a b", NULL },
		{ "capability", "sys_admin", NULL },
		{ "capability", "7", "7" },
		{ "unheard_of", "1", NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct llguard_str key = { rows[i].key,
			strlen(rows[i].key) };
		struct llguard_str value = { rows[i].value,
			strlen(rows[i].value) };
		char buf[LLGUARD__TEXT_VALUE];
		uint32_t arch = 0xc000003e;
		const bool is_told = llguard__text_value(
			llguard__text_kind(&key), &value, &arch, buf);

		cr_expect_eq(is_told, rows[i].kernel != NULL, "%s=%s",
			rows[i].key, rows[i].value);
		if (is_told)
			cr_expect(value.len == strlen(rows[i].kernel) &&
					  memcmp(value.ptr, rows[i].kernel,
						  value.len) == 0,
				"%s=%s: %.*s", rows[i].key, rows[i].value,
				(int)value.len, value.ptr);
	}
}

/* Every port with a table has its name, and its own numbers. */
Test(text_value, ports)
{
	static const struct {
		const char *name;
		uint32_t arch;
		const char *openat;
	} ports[] = {
		{ "x86_64", 0xc000003e, "257" },
		{ "i386", 0x40000003, "295" },
		{ "aarch64", 0xc00000b7, "56" },
		{ "arm", 0x40000028, "322" },
		{ "riscv64", 0xc00000f3, "56" },
		{ "s390x", 0x80000016, "288" },
		{ "ppc64le", 0xc0000015, "286" },
	};
	char buf[LLGUARD__TEXT_VALUE];
	struct llguard_str value = { "vax", 3 };
	uint32_t arch = 7;

	for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++) {
		value = (struct llguard_str){ ports[i].name,
			strlen(ports[i].name) };
		cr_expect(llguard__text_value(
			LLGUARD__TEXT_ARCH, &value, &arch, buf));
		cr_expect_eq(arch, ports[i].arch);
		value = (struct llguard_str){ "openat", 6 };
		cr_expect(llguard__text_value(
			LLGUARD__TEXT_CALL, &value, &arch, buf));
		cr_expect(value.len == strlen(ports[i].openat) &&
				  memcmp(value.ptr, ports[i].openat,
					  value.len) == 0,
			"%s", ports[i].name);
	}
	value = (struct llguard_str){ "vax", 3 };
	cr_expect_not(
		llguard__text_value(LLGUARD__TEXT_ARCH, &value, &arch, buf));
	value = (struct llguard_str){ "openat", 6 };
	cr_expect_not(
		llguard__text_value(LLGUARD__TEXT_CALL, &value, &arch, buf));
}
