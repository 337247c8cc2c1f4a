/* SPDX-License-Identifier: MIT */
/*
 * <llguard/compat_unveil.h>: what OpenBSD's manual promises, on the running
 * kernel.  Each body has a folder of its own: d with a file f, e, and a file f.
 */
#include "check.h"
#include "filter.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <llguard/compat_unveil.h>

#define R 1
#define W 2
#define C 4

#define CREATE   444
#define RESTRICT 446

static int file_make(const char *name)
{
	const int fd = open(name, O_CREAT | O_WRONLY, 0644);

	return fd < 0 ? -1 : close(fd);
}

static bool can_open(const char *name, int flags)
{
	const int fd = open(name, flags, 0644);

	if (fd >= 0)
		close(fd);
	else
		CHECK(errno == EACCES, "%s: %s", name, strerror(errno));
	return fd >= 0;
}

/* What can be done in a folder and with the file f in it. */
static int can(const char *folder)
{
	char file[64], other[64];
	int done = 0;

	snprintf(file, sizeof(file), "%s/f", folder);
	snprintf(other, sizeof(other), "%s/new", folder);
	if (can_open(file, O_RDONLY) && can_open(folder, O_RDONLY))
		done |= R;
	if (can_open(file, O_WRONLY) && truncate(file, 0) == 0)
		done |= W;
	if (mkdir(other, 0755) == 0 && rmdir(other) == 0)
		done |= C;
	return done;
}

static int lock(void)
{
	const int err = unveil(NULL, NULL);

	CHECK(err == 0, "%s", strerror(errno));
	return err;
}

static int fails_with(int error, const char *path, const char *permissions)
{
	errno = 0;
	return unveil(path, permissions) == -1 && errno == error;
}

static int lowest_free(void)
{
	const int fd = dup(0);

	close(fd);
	return fd;
}

static int permissions(const void *unused)
{
	const int before = lowest_free();

	(void)unused;
	CHECK(unveil("d", "r") == 0 && unveil("e", "rwc") == 0, "unveil");
	CHECK(can("d") == (R | W | C), "something is denied already");
	lock();
	CHECK(can("d") == R, "d: %d", can("d"));
	CHECK(can("e") == (R | W | C), "e: %d", can("e"));
	CHECK(can(".") == 0, ".: %d", can("."));
	CHECK(lowest_free() == before, "a descriptor is left");
	CHECK(llguard_unveil_get()->report.applied == 1, "the report");
	return check_finish();
}

static int each_letter(const void *unused)
{
	(void)unused;
	CHECK(unveil("d", "w") == 0 && unveil("e", "c") == 0, "unveil");
	CHECK(unveil("f", "r") == 0, "f");
	lock();
	CHECK((can("d") & (R | C)) == 0 && can_open("d/f", O_WRONLY), "d: %d",
		can("d"));
	CHECK(can("e") == C, "e: %d", can("e"));
	CHECK(can_open("f", O_RDONLY), "f is not to be read");
	CHECK(!can_open("f", O_WRONLY), "f is to be written");
	return check_finish();
}

/* Between two directories, too. */
static int moving(const void *abi)
{
	CHECK(unveil("d", "rwc") == 0 && unveil("e", "rwc") == 0, "unveil");
	lock();
	CHECK(rename("d/f", "d/g") == 0, "%s", strerror(errno));
	/* Without refer the kernel never allows it. */
	if (*(const uint32_t *)abi >= 2)
		CHECK(rename("d/g", "e/g") == 0, "%s", strerror(errno));
	return check_finish();
}

static int executes(const char *permissions)
{
	char *const arguments[] = { (char *)(uintptr_t) "executed", NULL };

	CHECK(unveil("/", permissions) == 0, "unveil");
	lock();
	execv("/proc/self/exe", arguments);
	return errno;
}

static int execution(const void *unused)
{
	(void)unused;
	return executes("x");
}

static int no_execution(const void *unused)
{
	(void)unused;
	return executes("rwc");
}

static int errors(const void *unused)
{
	(void)unused;
	CHECK(fails_with(EINVAL, "d", "rq"), "EINVAL");
	CHECK(fails_with(EINVAL, "d", "R"), "EINVAL");
	CHECK(fails_with(EFAULT, NULL, "r"), "EFAULT");
	CHECK(fails_with(EFAULT, "d", NULL), "EFAULT");
	CHECK(fails_with(ENOENT, "missing/f", "r"), "ENOENT");
	CHECK(fails_with(ENOENT, "missing/f/", "r"), "ENOENT");
	CHECK(fails_with(ENOENT, "missing", "rc"), "ENOENT");
	CHECK(fails_with(ENOENT, "", "r"), "ENOENT");
	CHECK(fails_with(ENOTDIR, "f/x", "r"), "ENOTDIR");
	CHECK(unveil("d", "rw") == 0, "unveil");
	CHECK(fails_with(EPERM, "d", "rwx"), "an increase");
	CHECK(fails_with(EPERM, "./d/", "c"), "an increase");
	CHECK(unveil("d", "r") == 0, "a decrease");
	CHECK(fails_with(EPERM, "d", "rw"), "an increase");
	lock();
	CHECK(fails_with(EPERM, "d", "r"), "it is locked");
	CHECK(fails_with(EPERM, NULL, "r"), "it is locked");
	CHECK(unveil(NULL, NULL) == 0, "locked twice");
	CHECK(can("d") == R, "d: %d", can("d"));
	return check_finish();
}

static int too_many(const void *unused)
{
	char name[16];

	(void)unused;
	for (int i = 0; i < LLGUARD_UNVEIL_MAX; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		CHECK(file_make(name) == 0 && unveil(name, "r") == 0, "%s: %s",
			name, strerror(errno));
	}
	CHECK(fails_with(E2BIG, "d", "r"), "E2BIG");
	CHECK(unveil("n5", "") == 0, "a known one");
	lock();
	CHECK(can_open("n127", O_RDONLY) && !can_open("n5", O_RDONLY), "rules");
	return check_finish();
}

/* What is not there may be unveiled, and stays out of reach. */
static int missing(const void *unused)
{
	(void)unused;
	CHECK(unveil("later", "r") == 0 && unveil("d/later", "rw") == 0 &&
			unveil("/later", "x") == 0,
		"%s", strerror(errno));
	CHECK(file_make("later") == 0, "later");
	lock();
	CHECK(!can_open("later", O_RDONLY), "it is within reach");
	CHECK(can("d") == 0, "d: %d", can("d"));
	return check_finish();
}

/* The usual way to hide everything. */
static int nothing(const void *unused)
{
	(void)unused;
	CHECK(unveil("/", "") == 0, "unveil");
	lock();
	CHECK(can("d") == 0 && can(".") == 0, "something is allowed");
	return check_finish();
}

/* Without a path there is nothing to hide, as on OpenBSD. */
static int lock_alone(const void *unused)
{
	(void)unused;
	lock();
	CHECK(can("d") == (R | W | C), "d: %d", can("d"));
	CHECK(fails_with(EPERM, "d", "r"), "it is locked");
	return check_finish();
}

/* An object, not a name: where it is from, and what is copied. */
static int resolved_at_once(const void *unused)
{
	char path[] = "d", permissions_of[] = "r";

	(void)unused;
	CHECK(symlink("e", "link") == 0, "link");
	CHECK(unveil(path, permissions_of) == 0, "unveil");
	CHECK(unveil("link", "r") == 0, "unveil");
	strcpy(path, "e");
	strcpy(permissions_of, "w");
	CHECK(rename("d", "moved") == 0 && chdir("e") == 0, "move");
	lock();
	CHECK(can("../moved") == R, "moved: %d", can("../moved"));
	CHECK(can(".") == R, "link: %d", can("."));
	return check_finish();
}

static int without_landlock(const void *unused)
{
	(void)unused;
	CHECK(unveil("d", "r") == 0, "unveil");
	CHECK(filter_calls(CREATE, RESTRICT, ENOSYS) == 0, "filter");
	CHECK(fails_with(ENOSYS, NULL, NULL), "%s", strerror(errno));
	CHECK(can(".") == (R | W | C), "something is denied");
	CHECK(unveil("e", "r") == 0, "it is not locked");
	return check_finish();
}

static int in_folder(int (*body)(const void *), const void *argument)
{
	static const char *const names[] = { "d/f", "e/f", "f" };
	char folder[] = "/tmp/llguard-unveil-XXXXXX", command[64];
	int result;

	CHECK(mkdtemp(folder) && chdir(folder) == 0, "%s", folder);
	CHECK(mkdir("d", 0755) == 0 && mkdir("e", 0755) == 0, "mkdir");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		CHECK(file_make(names[i]) == 0, "%s", names[i]);
	result = check_in_child(body, argument);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	CHECK(chdir("/") == 0, "/");
	/* In a virtual machine there may be no rm. */
	if (system(command))
		printf("%s is left\n", folder);
	return result;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*body)(const void *);
		int result;
	} rows[] = {
		{ "permissions", permissions, 0 },
		{ "each_letter", each_letter, 0 },
		{ "moving", moving, 0 },
		{ "execution", execution, 42 },
		{ "no_execution", no_execution, EACCES },
		{ "errors", errors, 0 },
		{ "too_many", too_many, 0 },
		{ "missing", missing, 0 },
		{ "nothing", nothing, 0 },
		{ "lock_alone", lock_alone, 0 },
		{ "resolved_at_once", resolved_at_once, 0 },
		{ "without_landlock", without_landlock, 0 },
	};
	uint32_t abi;

	/* At once: a sanitizer would look for leaks in /proc, out of reach. */
	if (argc && strcmp(argv[0], "executed") == 0)
		_exit(42);
	abi = check_kernel_abi();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const int result = in_folder(rows[i].body, &abi);

		CHECK(result == rows[i].result, "%s: %d", rows[i].name, result);
	}
	return check_finish();
}
