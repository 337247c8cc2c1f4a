/* SPDX-License-Identifier: MIT */
/*
 * Every probe under every policy in every shape: the table, explain and the
 * kernel agree.  explain may say that it does not know, seldom: those are listed.
 */
#include "scene.h"

#define PROBES_LEAST 60

struct tally {
	unsigned int cells, unknown;
};

static void cell_check(size_t probe, size_t policy, enum shape shape,
	struct layers *layers, const struct llguard_kernel *kernel,
	struct tally *tally)
{
	const char expected = expected_of(probe, kernel->abi, shape, policy);
	char words[512] = "";
	const char explained = explain_words(
		&probes[probe], layers, kernel, words, sizeof(words));
	const char done = kernel_letter(&probes[probe], layers, kernel->abi);

	if (done == SKIPPED)
		return;
	tally->cells++;
	CHECK(done == expected, "%s: %s: %s: the kernel says %c, the table %c",
		probes[probe].name, policy_name(policy), shape_name(shape),
		done, expected);
	if (explained == UNKNOWN) {
		tally->unknown++;
		printf("unknown: %s: %s: %s: %s\n", probes[probe].name,
			policy_name(policy), shape_name(shape), words);
		CHECK(policy_has_fd(policy), "%s: nothing hides where it is",
			probes[probe].name);
		return;
	}
	CHECK(explained == done, "%s: %s: %s: explain says %c, the kernel %c",
		probes[probe].name, policy_name(policy), shape_name(shape),
		explained, done);
}

static void set_check(
	enum set set, const struct llguard_kernel *kernel, struct tally *tally)
{
	static const struct mutation none;
	static struct layers layers;

	for (size_t policy = 0; policy < POLICIES; policy++)
		for (enum shape shape = 0; shape < SHAPES; shape++) {
			/* Without Landlock all shapes are none. */
			if (policy_set(policy) != set ||
				(!kernel->abi && shape != SHAPE_ONE))
				continue;
			if (layers_make(policy, shape, &none, &layers))
				for (size_t i = 0; i < probe_count; i++)
					if (probes[i].set == set)
						cell_check(i, policy, shape,
							&layers, kernel, tally);
			layers_close(&layers);
		}
}

int main(int argc, char **argv)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct tally tally = { 0 };

	if (argc > 1 && strcmp(argv[1], "--exit") == 0)
		return 0;
	/* Without Landlock all is allowed, and there is little to see. */
	if (!scene_make(&kernel))
		return 77;
	CHECK(probe_count >= PROBES_LEAST, "%zu probes", probe_count);
	for (enum set set = 0; set < SETS; set++)
		if (scene_has(set))
			set_check(set, &kernel, &tally);
	scene_remove();
	printf("%zu probes, %u cells, %u unknown, ABI %u\n", probe_count,
		tally.cells, tally.unknown, kernel.abi);
	CHECK(tally.unknown * 20 <= tally.cells, "more than 5 %% are unknown");
	return check_finish();
}
