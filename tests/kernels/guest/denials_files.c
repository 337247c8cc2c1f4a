/* SPDX-License-Identifier: MIT */
/*
 * What is refused in a file system: each right once, and files with names that
 * audit has to quote, to print in hex, or to leave out.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "denials.h"

static void file_make(const char *path, mode_t mode)
{
	const int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, mode);

	if (fd < 0 || close(fd))
		broken(path);
}

static void opens(void)
{
	static const struct {
		const char *what, *path;
		int flags;
	} calls[] = {
		// clang-format off
		{ "open_read",  TOP "/file", O_RDONLY },
		{ "open_write", TOP "/file", O_WRONLY },
		{ "open_both",  TOP "/file", O_RDWR },
		{ "open_both",  TOP "/file", O_RDWR | O_TRUNC },
		{ "open_dir",   TOP "/dir",  O_RDONLY | O_DIRECTORY },
		{ "open_read",  "/dev/null", O_RDONLY },
		{ "open_write", TOP "/fifo", O_WRONLY | O_NONBLOCK },
		// clang-format on
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		did_path(calls[i].what, open(calls[i].path, calls[i].flags),
			calls[i].path);
}

static void makes(void)
{
	did_path("creat", creat(TOP "/new", 0600), TOP);
	did_path("mkdir", mkdir(TOP "/new", 0700), TOP);
	did_path("symlink", symlink("file", TOP "/new"), TOP);
	did_path("mknod_char", mknod(TOP "/new", S_IFCHR | 0600, makedev(1, 3)),
		TOP);
	did_path("mknod_block",
		mknod(TOP "/new", S_IFBLK | 0600, makedev(7, 0)), TOP);
	did_path("mknod_fifo", mkfifo(TOP "/new", 0600), TOP);
	did_path("mknod_sock", mknod(TOP "/new", S_IFSOCK | 0600, 0), TOP);
	did_path("mknod_reg", mknod(TOP "/new", S_IFREG | 0600, 0), TOP);
}

/* What is in two directories is refused in both. */
static void did_across(const char *what, long ret)
{
	did(what, ret, "path=%s ino=%lu path2=%s ino2=%lu", hex_text(TOP),
		inode_of(TOP), hex_text(TOP "/dir"), inode_of(TOP "/dir"));
}

static void moves(void)
{
	did_path("unlink", unlink(TOP "/file"), TOP);
	did_path("rmdir", rmdir(TOP "/dir"), TOP);
	did_path("rename", rename(TOP "/file", TOP "/other"), TOP);
	did_path("link", link(TOP "/file", TOP "/other"), TOP);
	did_across("rename_across", rename(TOP "/file", TOP "/dir/file"));
	did_across("link_across", link(TOP "/file", TOP "/dir/file"));
}

static void rights(void)
{
	static char program[] = TOP "/program";
	char *argv[] = { program, NULL };

	domain_enter(fs_all(), 0, 0, NULL);
	did_path("execve", execv(program, argv), program);
	opens();
	did_path("truncate", truncate(TOP "/file", 1), TOP "/file");
	makes();
	moves();
	did_path("mount", mount("tmpfs", TOP "/dir", "tmpfs", 0, NULL),
		TOP "/dir");
	did("umount", umount2("/tmp", MNT_DETACH), "ino=%lu", inode_of("/tmp"));
}

static void device(void)
{
	int fd;

	domain_enter(FS_IOCTL_DEV, 0, 0, NULL);
	fd = open("/dev/null", O_RDWR);
	did_path("ioctl", ioctl(fd, 0xc0de5401U, NULL), "/dev/null");
}

void files_denied(void)
{
	file_make(TOP "/file", 0644);
	file_make(TOP "/program", 0755);
	if (mkdir(TOP "/dir", 0755) || mkfifo(TOP "/fifo", 0644))
		broken(TOP);
	in_child(rights);
	in_child(device);
}

/* 18 directories of 200 characters, then a file: too long at once for the kernel,
 * which is asked from within. */
static void deep(char fill, size_t size)
{
	char path[6000], part[201];
	size_t len = (size_t)sprintf(path, TOP "/deep%c", fill);
	unsigned long ino;

	if (mkdir(path, 0755) || chdir(path))
		broken(path);
	memset(part, fill, 200);
	part[200] = '\0';
	while (size - len > 250) {
		if (mkdir(part, 0755) || chdir(part))
			broken(part);
		len += (size_t)sprintf(path + len, "/%s", part);
	}
	memset(part, 'f', size - len - 1);
	part[size - len - 1] = '\0';
	sprintf(path + len, "/%s", part);
	file_make(part, 0644);
	ino = inode_of(part);
	domain_enter(FS_READ_FILE, 0, 0, NULL);
	did("open_read", open(part, O_RDONLY), "path=%s ino=%lu",
		hex_text(path), ino);
}

static void deep_1000(void)
{
	deep('a', 1000);
}

static void deep_most(void)
{
	deep(' ', 4090);
}

static void names(void)
{
	static const char *const list[] = {
		"plain",
		"with space",
		"quo\042te",
		"back\\slash",
		"new\nline",
		"tab\there",
		"ctrl\001\177",
		"inva\377\376lid",
		"\303\251t\303\251",
		"\360\237\230\200",
		"\302\205nel",
		"2F746D70",
		"k=v domain=1 blockers=x",
		"k=v",
		"#hash",
		"%n%s%d",
		"-dash",
		"{brace}",
		"(null)",
		"<too_long>",
		"x (deleted)",
		"trail ",
		"'single'",
		"\033[31mred",
		"a,b;c",
	};
	char path[400];

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		sprintf(path, TOP "/names/%s", list[i]);
		file_make(path, 0644);
	}
	memset(path, 'n', sizeof(path));
	memcpy(path, TOP "/names/", sizeof(TOP "/names/") - 1);
	path[sizeof(TOP "/names/") - 1 + 255] = '\0';
	file_make(path, 0644);
	domain_enter(FS_READ_FILE, 0, 0, NULL);
	did_path("open_read", open(path, O_RDONLY), path);
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		sprintf(path, TOP "/names/%s", list[i]);
		did_path("open_read", open(path, O_RDONLY), path);
	}
}

void names_denied(void)
{
	if (mkdir(TOP "/names", 0755))
		broken("names");
	in_child(names);
	in_child(deep_1000);
	in_child(deep_most);
}
