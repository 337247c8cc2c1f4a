/* SPDX-License-Identifier: MIT */
/*
 * Every probe can turn red: for each there is a broken policy, a right no longer
 * handled or no longer allowed, under which the kernel does not do what the table
 * says.  A probe without one would prove nothing, and must go.  Of the broken
 * policies, too, explain and the kernel say the same.
 */
#include "check.h"

#include "probes.h"

/* Every right, then whole sets. */
static const uint64_t sets[] = { LLGUARD_SET_FS, LLGUARD_SET_NET,
	LLGUARD_SET_SCOPE, UINT64_MAX };
#define SET_COUNT    (sizeof(sets) / sizeof(sets[0]))
#define TARGET_COUNT (64 + SET_COUNT)

static uint64_t target_of(size_t i)
{
	return i < 64 ? UINT64_C(1) << i : sets[i - 64];
}

/* Whether a broken policy gives a letter that the table does not have. */
static bool turns_red(size_t probe, size_t policy,
	const struct mutation *mutation, const struct llguard_kernel *kernel)
{
	const char expected =
		expected_of(probe, kernel->abi, SHAPE_ONE, policy);
	struct layers layers;
	char done, explained;

	layers_make(policy, SHAPE_ONE, mutation, &layers);
	done = kernel_letter(&probes[probe], &layers, kernel->abi);
	explained = explain_letter(&probes[probe], &layers, kernel);
	layers_close(&layers);
	CHECK(done != BROKEN, "%s: %s", probes[probe].name,
		policy_name(policy));
	CHECK(explained == UNKNOWN || done == SKIPPED || explained == done,
		"%s: %s without %#llx, %#llx: explain says %c, the kernel %c",
		probes[probe].name, policy_name(policy),
		(unsigned long long)mutation->unhandled,
		(unsigned long long)mutation->disallowed, explained, done);
	return done != expected && done != SKIPPED;
}

/* A denial is lost when its right is not handled, a permission without a rule. */
static bool can_turn_red(size_t probe, const struct llguard_kernel *kernel)
{
	const uint64_t known = llguard_abi_mask(kernel->abi);

	for (size_t i = 0; i < TARGET_COUNT; i++) {
		const uint64_t target = target_of(i);

		if (!(target & known))
			continue;
		for (size_t policy = 0; policy < POLICIES; policy++) {
			struct mutation mutation = { 0 };

			if (expected_of(probe, kernel->abi, SHAPE_ONE,
				    policy) == ALLOWED)
				mutation.disallowed = target;
			else
				mutation.unhandled = target;
			if (turns_red(probe, policy, &mutation, kernel))
				return true;
		}
	}
	return false;
}

/* On this ABI: a probe of a newer right is allowed under every policy. */
static bool is_ever_denied(size_t probe, uint32_t abi)
{
	for (size_t policy = 0; policy < POLICIES; policy++)
		if (expected_of(probe, abi, SHAPE_ONE, policy) != ALLOWED &&
			expected_of(probe, abi, SHAPE_ONE, policy) !=
				UNTESTABLE)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	const char *abi = getenv("LLGUARD_TEST_ABI");
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	size_t red = 0, newer = 0;

	if (argc > 1 && strcmp(argv[1], "--exit") == 0)
		return 0;
	CHECK(llguard_kernel_probe(&kernel) == 0, "probe");
	if (!kernel.abi && !abi)
		return 77;
	CHECK(tree_make(), "the tree: %s", strerror(errno));
	for (size_t i = 0; i < probe_count; i++) {
		if (!is_ever_denied(i, LLGUARD_ABI_NEWEST))
			CHECK(false, "%s is always allowed", probes[i].name);
		if (!is_ever_denied(i, kernel.abi)) {
			newer++;
			continue;
		}
		if (can_turn_red(i, &kernel))
			red++;
		else
			CHECK(geteuid(), "%s: no broken policy turns it red",
				probes[i].name);
	}
	tree_remove();
	printf("%zu probes turn red, %zu need a newer ABI than %u\n", red,
		newer, kernel.abi);
	return check_finish();
}
