/* SPDX-License-Identifier: MIT */
/*
 * naive [BUG]: show one bug, or all that this kernel can have, each in a place
 * of its own.
 */
#include "naive.h"

#include <ftw.h>
#include <sys/stat.h>

static const struct bug {
	const char *name;
	uint32_t abi;
	int (*run)(uint32_t kernel_abi);
} bugs[] = {
#define NAIVE_ROW(name, abi) { #name, abi, naive_##name },
	NAIVE_BUGS(NAIVE_ROW)
#undef NAIVE_ROW
};

#define BUG_COUNT (sizeof(bugs) / sizeof(bugs[0]))

static int entry_remove(
	const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static bool place_make(char *name)
{
	return mkdtemp(name) && chmod(name, 0755) == 0 && chdir(name) == 0 &&
	       mkdir("dir", 0777) == 0 && mkdir("other", 0777) == 0 &&
	       open_try("dir/file", O_CREAT | O_WRONLY) == 0 &&
	       open_try("secret", O_CREAT | O_WRONLY) == 0 &&
	       chmod("secret", 0644) == 0;
}

/* In a child: a bug may confine the process that shows it. */
static int bug_run(const void *argument)
{
	const struct bug *bug = argument;
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	if (llguard_kernel_probe(&kernel))
		return BROKEN;
	return bug->run(kernel.abi);
}

static int bug_show(const struct bug *bug, uint32_t kernel_abi)
{
	char place[] = "/tmp/naive-XXXXXX";
	int result;

	if (kernel_abi < bug->abi) {
		printf("%s: begins with ABI %u, this is %u\n", bug->name,
			bug->abi, kernel_abi);
		return SKIPPED;
	}
	if (!place_make(place))
		return BROKEN;
	printf("%s: ", bug->name);
	result = check_in_child(bug_run, bug);
	if (chdir("/") || nftw(place, entry_remove, 8, FTW_DEPTH | FTW_PHYS))
		printf("%s: not removed\n", place);
	printf("%s\n", result == 0         ? "shown"
		       : result == SKIPPED ? "skipped"
					   : "FAILED");
	return result;
}

static bool has_automounts(void)
{
	char line[64];
	bool has = false;
	FILE *file = fopen("/proc/filesystems", "r");

	while (file && !has && fgets(line, sizeof(line), file))
		has = strcmp(line, "nodev\tautofs\n") == 0;
	if (file)
		fclose(file);
	return has;
}

/* A kernel of the ABI has the bug; without automounts it has not that one. */
static bool may_skip(const struct bug *bug, uint32_t kernel_abi)
{
	return kernel_abi < bug->abi ||
	       (strcmp(bug->name, "untriggered_automount") == 0 &&
		       !has_automounts());
}

int main(int argc, char **argv)
{
	/* On a kernel that is expected to be as it is, the ABI alone is a skip. */
	const bool known = getenv("LLGUARD_TEST_ABI") != NULL;
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	size_t shown = 0, skipped = 0, asked = 0;

	if (llguard_kernel_probe(&kernel))
		return 1;
	for (size_t i = 0; i < BUG_COUNT; i++) {
		int result;

		if (argc > 1 && strcmp(argv[1], bugs[i].name) != 0)
			continue;
		asked++;
		result = bug_show(&bugs[i], kernel.abi);
		shown += result == 0;
		if (result != SKIPPED)
			continue;
		if (!known || may_skip(&bugs[i], kernel.abi))
			skipped++;
		else
			printf("%s: may not be skipped here\n", bugs[i].name);
	}
	if (!asked || shown + skipped < asked)
		return 1;
	return shown || known ? 0 : SKIPPED;
}
