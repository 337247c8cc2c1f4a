/* SPDX-License-Identifier: MIT */
#include "body_text.h"

#include <llguard/rights.h>

#include "telemetry/decode.h"

static struct llguard_event event;
static struct llguard__blockers known[LLGUARD__BLOCKERS];

static void decode(const char *text)
{
	memset(&event, 0, sizeof(event));
	llguard__decode_access(&event, known, body_text(text), strlen(text));
	cr_expect_eq(event.kind, LLGUARD_EVENT_DENIAL);
}

/* Class, object and rights by the blockers and what the record has. */
Test(decode_access, classes)
{
	static const struct {
		const char *words; /* after domain= and blockers= */
		uint64_t rights;
		uint32_t class_of;
		uint32_t object;
		uint32_t parent;
	} rows[] = {
		{ "fs.read_file path=\"/a\" dev=\"sda\" ino=1",
			LLGUARD_FS_READ_FILE, LLGUARD_CLASS_FS,
			LLGUARD_OBJECT_PATH, 0 },
		{ "fs.make_reg path=\"/a\" dev=\"sda\" ino=1",
			LLGUARD_FS_MAKE_REG, LLGUARD_CLASS_FS,
			LLGUARD_OBJECT_PATH, 1 },
		{ "fs.remove_dir path=\"/a\" dev=\"sda\" ino=1",
			LLGUARD_FS_REMOVE_DIR, LLGUARD_CLASS_FS,
			LLGUARD_OBJECT_PATH, 1 },
		{ "fs.make_reg,fs.refer path=\"/a\" dev=\"sda\" ino=1",
			LLGUARD_FS_MAKE_REG | LLGUARD_FS_REFER,
			LLGUARD_CLASS_FS, LLGUARD_OBJECT_PATH, 1 },
		{ "fs.ioctl_dev path=\"/a\" dev=\"sda\" ino=1 ioctlcmd=0x5401",
			LLGUARD_FS_IOCTL_DEV, LLGUARD_CLASS_FS,
			LLGUARD_OBJECT_PATH, 0 },
		{ "fs.change_topology name=\"/mnt\" dev=\"sda\" ino=1", 0,
			LLGUARD_CLASS_MOUNT, LLGUARD_OBJECT_MOUNT, 0 },
		{ "net.bind_tcp saddr=127.0.0.1 src=80", LLGUARD_NET_BIND_TCP,
			LLGUARD_CLASS_NET, LLGUARD_OBJECT_INET, 0 },
		{ "net.connect_tcp", LLGUARD_NET_CONNECT_TCP, LLGUARD_CLASS_NET,
			LLGUARD_OBJECT_INET, 0 },
		{ "ptrace opid=1 ocomm=\"init\"", 0, LLGUARD_CLASS_PTRACE,
			LLGUARD_OBJECT_TASK, 0 },
		{ "scope.signal opid=1 ocomm=\"init\"", LLGUARD_SCOPE_SIGNAL,
			LLGUARD_CLASS_SCOPE, LLGUARD_OBJECT_TASK, 0 },
		{ "scope.abstract_unix_socket path=0061",
			LLGUARD_SCOPE_ABSTRACT_UNIX_SOCKET, LLGUARD_CLASS_SCOPE,
			LLGUARD_OBJECT_UNIX_ABSTRACT, 0 },
		{ "capability.use capability=21",
			LLGUARD_PERMISSION_CAPABILITY_USE,
			LLGUARD_CLASS_CAPABILITY, LLGUARD_OBJECT_CAPABILITY,
			0 },
		{ "namespace.use namespace_type=0x10000000 namespace_id=0",
			LLGUARD_PERMISSION_NAMESPACE_USE,
			LLGUARD_CLASS_NAMESPACE, LLGUARD_OBJECT_NAMESPACE, 0 },
		{ "unknown", 0, LLGUARD_CLASS_UNKNOWN, LLGUARD_OBJECT_NONE, 0 },
		{ "fs.levitate path=\"/a\"", 0, LLGUARD_CLASS_FS,
			LLGUARD_OBJECT_PATH, 0 },
		{ "fs.levitate,fs.read_dir path=\"/a\"", LLGUARD_FS_READ_DIR,
			LLGUARD_CLASS_FS, LLGUARD_OBJECT_PATH, 0 },
		{ "fs. path=\"/a\"", 0, LLGUARD_CLASS_UNKNOWN,
			LLGUARD_OBJECT_PATH, 0 },
		{ "ptraced", 0, LLGUARD_CLASS_UNKNOWN, LLGUARD_OBJECT_NONE, 0 },
		{ "fs.read_files path=\"/a\"", 0, LLGUARD_CLASS_FS,
			LLGUARD_OBJECT_PATH, 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		char text[256] = "domain=1f blockers=";

		decode(strcat(text, rows[i].words));
		cr_expect_eq(event.rights, rows[i].rights, "%s", text);
		cr_expect_eq(event.class_of, rows[i].class_of, "%s", text);
		cr_expect_eq(event.object, rows[i].object, "%s", text);
		cr_expect_eq(event.parent, rows[i].parent, "%s", text);
		cr_expect_eq(event.other_count, 0, "%s", text);
		cr_expect_eq(event.flags, 0, "%s", text);
	}
}

Test(decode_access, path)
{
	decode("domain=1f blockers=fs.ioctl_dev path=2F64657620 dev=\"de v\" "
	       "ino=18446744073709551615 ioctlcmd=0x5401");
	EXPECT_STR(event.blockers, "fs.ioctl_dev");
	EXPECT_STR(event.path, "/dev ");
	EXPECT_STR(event.dev, "de v");
	EXPECT_STR(event.ino, "18446744073709551615");
	EXPECT_STR(event.ioctlcmd, "0x5401");
}

/* Whose records name the directory that the operation is in. */
Test(decode_access, parents)
{
	static const char rights[][16] = { "make_char", "make_dir", "make_reg",
		"make_sock", "make_fifo", "make_block", "make_sym",
		"remove_dir", "remove_file", "refer", "", "execute",
		"write_file", "read_file", "read_dir", "truncate",
		"ioctl_dev" };
	uint32_t parent = 1;

	for (size_t i = 0; i < LLGUARD__COUNT(rights); i++) {
		char text[128] = "domain=1 blockers=fs.";

		if (!*rights[i])
			parent = 0;
		strcat(strcat(text, rights[i]), " path=\"/\"");
		decode(text);
		cr_expect_eq(event.parent, parent, "%s", text);
	}
}

/* No port is hexadecimal, and no address. */
Test(decode_access, addresses)
{
	decode("domain=1 blockers=net.connect_tcp saddr=::1 src=8080 "
	       "daddr=142.250.179.110 dest=80 netif=lo");
	EXPECT_STR(event.saddr, "::1");
	EXPECT_STR(event.daddr, "142.250.179.110");
	cr_expect_eq(event.src, 8080);
	cr_expect_eq(event.dest, 80);
	cr_expect_eq(event.has, LLGUARD_HAS_SRC | LLGUARD_HAS_DEST);
	cr_expect_eq(event.other_count, 1);
	EXPECT_STR(event.other_key[0], "netif");
	decode("domain=1 blockers=net.connect_tcp laddr=10.0.0.1 lport=1 "
	       "faddr=10.0.0.2 fport=65535");
	EXPECT_STR(event.laddr, "10.0.0.1");
	EXPECT_STR(event.faddr, "10.0.0.2");
	cr_expect_eq(event.lport, 1);
	cr_expect_eq(event.fport, 65535);
	cr_expect_eq(event.has, LLGUARD_HAS_LPORT | LLGUARD_HAS_FPORT);
	decode("domain=1 blockers=net.connect_tcp dest=0");
	cr_expect_eq(event.has, LLGUARD_HAS_DEST);
	decode("domain=1 blockers=net.connect_tcp dest=80x");
	cr_expect_eq(event.has, 0);
}

Test(decode_access, tasks)
{
	decode("domain=1 blockers=ptrace opid=2147483647 ocomm=696E20");
	cr_expect_eq(event.opid, INT32_MAX);
	EXPECT_STR(event.ocomm, "in ");
	decode("domain=1 blockers=ptrace opid=2147483648 ocomm=\"80\"");
	cr_expect_eq(event.has, 0);
	EXPECT_STR(event.ocomm, "80");
	/* The signal of nobody. */
	decode("domain=1 blockers=scope.signal opid=0 ocomm=\"swapper/0\"");
	cr_expect_eq(event.has, LLGUARD_HAS_OPID);
	cr_expect_eq(event.object, LLGUARD_OBJECT_TASK);
}

Test(decode_access, abstract)
{
	decode("domain=1 blockers=scope.abstract_unix_socket path=006162");
	cr_assert_eq(event.path.len, 3);
	cr_expect_arr_eq(event.path.ptr, "\0ab", 3);
	decode("domain=1 blockers=scope.abstract_unix_socket path=(null)");
	cr_expect_null(event.path.ptr);
	cr_expect_eq(event.object, LLGUARD_OBJECT_UNIX_ABSTRACT);
}

/* Two orders of the same words say the same. */
Test(decode_access, order)
{
	struct llguard_event straight;

	decode("domain=1 blockers=fs.read_file,fs.execute path=\"/a\" "
	       "dev=\"sda\" ino=7");
	straight = event;
	decode("ino=7 dev=\"sda\" path=\"/a\"  blockers=fs.read_file,fs.execute "
	       "word domain=1");
	EXPECT_STR(event.path, "/a");
	EXPECT_STR(event.dev, "sda");
	EXPECT_STR(event.ino, "7");
	EXPECT_STR(event.blockers, "fs.read_file,fs.execute");
	cr_expect_eq(event.rights, straight.rights);
	cr_expect_eq(event.object, straight.object);
	cr_expect_eq(event.has, straight.has);
	cr_expect_eq(event.other_count, 0);
}

Test(decode_access, cut)
{
	decode("domain=1 blockers=fs.read_file path=\"/etc/pas");
	EXPECT_STR(event.path, "/etc/pas");
	cr_expect_eq(event.flags, LLGUARD_FLAG_TRUNCATED);
	decode("domain=1 blockers=fs.rea");
	EXPECT_STR(event.blockers, "fs.rea");
	cr_expect_eq(event.rights, 0);
	decode("domain=1 blockers=");
	cr_expect_eq(event.blockers.len, 0);
	decode("dom");
	decode("");
	cr_expect_eq(event.class_of, LLGUARD_CLASS_UNKNOWN);
}

/*
 * A record that ends anywhere says that it was cut: where a word of the kernel's is
 * missing or not over.  What cannot be known are '-': a right's prefix that names no
 * class, a number that is shorter, and fields behind a path.
 */
Test(decode_access, cut_anywhere)
{
	static const struct {
		const char *text, *known;
	} rows[] = {
		{ "domain=1f blockers=fs.read_file path=\"/x\" dev=\"a\" ino=73",
			"tttttttttttttttttttt---tttttttttttttttttt--tttttt--tttt--" },
		{ "domain=1f blockers=scope.signal opid=12 ocomm=\"a\"",
			"tttttttttttttttttttt------tttttttttttt---tttttttt-" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const size_t len = strlen(rows[i].text);
		char text[128], got[128] = "";

		for (size_t n = 0; n <= len; n++) {
			memcpy(text, rows[i].text, n);
			text[n] = '\0';
			decode(text);
			got[n] = event.flags & LLGUARD_FLAG_TRUNCATED ? 't'
								      : '-';
		}
		cr_expect_str_eq(got, rows[i].known, "%s", got);
	}
}

/* What is not known to have an object may lack one, and so may decoded text. */
Test(decode_access, not_cut)
{
	static const char *const texts[] = { "domain=1 blockers=net.bind_tcp",
		"domain=1 blockers=new.thing", "domain=1 blockers=x",
		"domain=1 blockers=capability.use capability=21 ",
		"domain=1 blockers=fs.read_file path=\"a=\"" };

	for (size_t i = 0; i < LLGUARD__COUNT(texts); i++) {
		decode(texts[i]);
		cr_expect_eq(event.flags, 0, "%s", texts[i]);
	}
	memset(&event, 0, sizeof(event));
	event.flags = LLGUARD_FLAG_LOSSY;
	llguard__decode_access(
		&event, known, body_text("domain=1 blockers=fs.read_file"), 30);
	cr_expect_eq(event.flags, LLGUARD_FLAG_LOSSY);
}

/* What is in quotes is no word of the record. */
Test(decode_access, forged)
{
	decode("domain=1 blockers=fs.read_file path=\"/x blockers=fs.execute "
	       "dest=80\" dev=\"sda\" ino=1");
	cr_expect_eq(event.rights, LLGUARD_FS_READ_FILE);
	cr_expect_eq(event.has, 0);
	EXPECT_STR(event.path, "/x blockers=fs.execute dest=80");
}

/* Unknown words are kept as they stand, as many as there is room for. */
Test(decode_access, others)
{
	decode("domain=1 blockers=teapot.brew volume=12 label=\"a,b=c\" hex=41");
	cr_expect_eq(event.other_count, 3);
	EXPECT_STR(event.other_key[1], "label");
	EXPECT_STR(event.other_value[1], "a,b=c");
	EXPECT_STR(event.other_value[2], "41");
	decode("domain=1 blockers=x a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=0");
	cr_expect_eq(event.other_count, LLGUARD_OTHER_MAX);
	EXPECT_STR(event.other_key[7], "h");
	decode("domain=1 blockers=x capabilityx=1 namespace_ids=1 ioctlcmds=1 "
	       "opids=1 de=1 inode=1");
	cr_expect_eq(event.other_count, 6);
}
