/* SPDX-License-Identifier: MIT */
/*
 * Every probe under every policy in every shape: the table, explain and the
 * kernel agree.  explain may say that it does not know, seldom: those are listed.
 */
#include "check.h"

#include "probes.h"

#define PROBES_LEAST 60

static const char *const shape_names[SHAPES] = { "one layer", "fs, then net",
	"net, then fs" };

struct tally {
	unsigned int cells, unknown;
};

static void cell_check(size_t probe, size_t policy, enum shape shape,
	const struct layers *layers, const struct llguard_kernel *kernel,
	struct tally *tally)
{
	const char expected = expected_of(probe, kernel->abi, shape, policy);
	const char explained = explain_letter(&probes[probe], layers, kernel);
	const char done = kernel_letter(&probes[probe], layers, kernel->abi);

	if (done == SKIPPED)
		return;
	tally->cells++;
	CHECK(done == expected, "%s: %s: %s: the kernel says %c, the table %c",
		probes[probe].name, policy_name(policy), shape_names[shape],
		done, expected);
	if (explained == UNKNOWN) {
		tally->unknown++;
		printf("unknown: %s: %s: %s\n", probes[probe].name,
			policy_name(policy), shape_names[shape]);
		return;
	}
	CHECK(explained == done, "%s: %s: %s: explain says %c, the kernel %c",
		probes[probe].name, policy_name(policy), shape_names[shape],
		explained, done);
}

int main(int argc, char **argv)
{
	const struct mutation none = { 0 };
	const char *abi = getenv("LLGUARD_TEST_ABI");
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct tally tally = { 0 };

	if (argc > 1 && strcmp(argv[1], "--exit") == 0)
		return 0;
	CHECK(llguard_kernel_probe(&kernel) == 0, "probe");
	/* Without Landlock all is allowed, and there is little to see. */
	if (!kernel.abi && !abi)
		return 77;
	CHECK(!abi || kernel.abi == (uint32_t)atoi(abi), "ABI %u, not %s",
		kernel.abi, abi);
	CHECK(probe_count >= PROBES_LEAST, "%zu probes", probe_count);
	CHECK(tree_make(), "the tree: %s", strerror(errno));
	for (size_t policy = 0; policy < POLICIES; policy++)
		for (enum shape shape = 0; shape < SHAPES; shape++) {
			struct layers layers;

			if (layers_make(policy, shape, &none, &layers))
				for (size_t i = 0; i < probe_count; i++)
					cell_check(i, policy, shape, &layers,
						&kernel, &tally);
			layers_close(&layers);
		}
	tree_remove();
	printf("%zu probes, %u cells, %u unknown, ABI %u\n", probe_count,
		tally.cells, tally.unknown, kernel.abi);
	CHECK(tally.unknown * 20 <= tally.cells, "more than 5 %% are unknown");
	return check_finish();
}
