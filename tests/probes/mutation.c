/* SPDX-License-Identifier: MIT */
/*
 * Every probe can turn red, in every shape: for each there is a broken policy, a
 * right no longer handled or no longer allowed, under which the kernel does not
 * do what the table says.  A probe without one would prove nothing, and must go.
 *
 * explain says where to look: for each probe under each policy in each shape the
 * first broken one that it expects to be seen is tried, and the kernel must say
 * the same.
 */
#include "scene.h"

static bool red[SHAPES][256];
static unsigned int tried;

/* Every right, then whole sets: a layer that is not there. */
static const uint64_t sets[] = { LLGUARD_SET_FS, LLGUARD_SET_NET,
	LLGUARD_SET_SCOPE, UINT64_MAX };
#define TARGET_COUNT (64 + sizeof(sets) / sizeof(sets[0]))

static uint64_t target_of(size_t i)
{
	return i < 64 ? UINT64_C(1) << i : sets[i - 64];
}

/* What an ioctl needs first is another probe's. */
static bool is_other(char letter, char expected)
{
	return letter != expected && letter != UNTESTABLE &&
	       expected != UNTESTABLE;
}

/* The kernel under a broken policy that explain expects to be seen. */
static void suspect_try(size_t probe, size_t policy, enum shape shape,
	const struct mutation *mutation, struct layers *layers, char explained,
	const struct llguard_kernel *kernel)
{
	const char done = kernel_letter(&probes[probe], layers, kernel->abi);

	if (done == SKIPPED) {
		red[shape][probe] = true;
		return;
	}
	tried++;
	CHECK(explained == done,
		"%s: %s: %s without %#llx, %#llx: explain says %c, the kernel %c",
		probes[probe].name, policy_name(policy), shape_name(shape),
		(unsigned long long)mutation->unhandled,
		(unsigned long long)mutation->disallowed, explained, done);
	if (is_other(done, expected_of(probe, kernel->abi, shape, policy)))
		red[shape][probe] = true;
}

/* Each probe that is not done, under one broken policy. */
static void mutation_try(size_t policy, enum shape shape,
	const struct mutation *mutation, const struct llguard_kernel *kernel,
	bool done[])
{
	static struct layers layers;

	layers_make(policy, shape, mutation, &layers);
	for (size_t i = 0; i < probe_count; i++) {
		char explained;

		if (done[i] || probes[i].set != policy_set(policy))
			continue;
		explained = explain_letter(&probes[i], &layers, kernel);
		if (explained == UNKNOWN ||
			!is_other(explained,
				expected_of(i, kernel->abi, shape, policy)))
			continue;
		suspect_try(
			i, policy, shape, mutation, &layers, explained, kernel);
		done[i] = true;
	}
	layers_close(&layers);
}

static void policy_break(
	size_t policy, enum shape shape, const struct llguard_kernel *kernel)
{
	const uint64_t used =
		policy_handled(policy) & llguard_abi_mask(kernel->abi);
	bool done[256] = { false };

	for (size_t i = 0; i < TARGET_COUNT; i++) {
		const struct mutation unhandled = { .unhandled = target_of(i) };
		const struct mutation disallowed = {
			.disallowed = target_of(i),
		};

		if (!(target_of(i) & used))
			continue;
		mutation_try(policy, shape, &unhandled, kernel, done);
		mutation_try(policy, shape, &disallowed, kernel, done);
	}
}

static bool has_shape(size_t policy, enum shape shape)
{
	const uint64_t handled = policy_handled(policy);

	return shape == SHAPE_ONE ||
	       ((handled & LLGUARD_SET_FS) && (handled & ~LLGUARD_SET_FS));
}

static bool is_between(const struct probe *probe)
{
	const char *a = probe->path, *b = probe->path_2;

	if (!b)
		return false;
	return strrchr(a, '/') - a != strrchr(b, '/') - b ||
	       strncmp(a, b, (size_t)(strrchr(a, '/') - a)) != 0;
}

/* A stage that does not carry refer: what went between directories no longer does. */
static unsigned int refer_forget(
	size_t policy, const struct llguard_kernel *kernel)
{
	const struct mutation mutation = { .forgets_refer = true };
	static struct layers layers;
	unsigned int count = 0;

	if (!(policy_handled(policy) & ~LLGUARD_SET_FS &
		    llguard_abi_mask(kernel->abi)))
		return 0; /* there is no second layer */
	layers_make(policy, SHAPE_FS_NET, &mutation, &layers);
	for (size_t i = 0; i < probe_count; i++) {
		char done;

		if (probes[i].set != policy_set(policy) ||
			!is_between(&probes[i]) ||
			expected_of(i, kernel->abi, SHAPE_FS_NET, policy) !=
				ALLOWED)
			continue;
		done = kernel_letter(&probes[i], &layers, kernel->abi);
		CHECK(done == 'X', "%s: %s without refer: the kernel says %c",
			probes[i].name, policy_name(policy), done);
		count++;
	}
	layers_close(&layers);
	return count;
}

/* Whether the table has a letter other than these two. */
static bool has_other(
	size_t probe, enum shape shape, uint32_t abi, char letter, char or)
{
	for (size_t policy = 0; policy < POLICIES; policy++) {
		char expected;

		if (policy_set(policy) != probes[probe].set ||
			!has_shape(policy, shape))
			continue;
		expected = expected_of(probe, abi, shape, policy);
		if (expected != letter && expected != or)
			return true;
	}
	return false;
}

/* What nothing has turned red is of a right that this kernel does not have. */
static void pale_check(
	size_t probe, enum shape shape, const struct llguard_kernel *kernel)
{
	CHECK(!has_other(probe, shape, kernel->abi, ALLOWED, UNTESTABLE),
		"%s: %s: no broken policy turns it red", probes[probe].name,
		shape_name(shape));
	CHECK(has_other(probe, shape, LLGUARD_ABI_NEWEST, ALLOWED, ALLOWED),
		"%s: %s: is always allowed", probes[probe].name,
		shape_name(shape));
}

static void shape_judge(enum shape shape, const struct llguard_kernel *kernel)
{
	size_t count = 0, newer = 0;

	for (size_t i = 0; i < probe_count; i++) {
		if (!scene_has(probes[i].set))
			continue;
		if (red[shape][i]) {
			count++;
			continue;
		}
		newer++;
		pale_check(i, shape, kernel);
	}
	printf("%s: %zu probes turn red, %zu need a newer ABI than %u\n",
		shape_name(shape), count, newer, kernel->abi);
	CHECK(!newer || kernel->abi < LLGUARD_ABI_NEWEST - 1,
		"no ABI turns them red");
}

int main(int argc, char **argv)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	unsigned int forgotten = 0;

	if (argc > 1 && strcmp(argv[1], "--exit") == 0)
		return 0;
	if (!scene_make(&kernel))
		return 77;
	CHECK(probe_count <= 256, "%zu probes", probe_count);
	for (size_t policy = 0; policy < POLICIES; policy++)
		for (enum shape shape = 0; shape < SHAPES; shape++)
			if (scene_has(policy_set(policy)) &&
				has_shape(policy, shape))
				policy_break(policy, shape, &kernel);
	for (size_t policy = 0; policy < POLICIES; policy++)
		if (scene_has(policy_set(policy)) &&
			has_shape(policy, SHAPE_FS_NET))
			forgotten += refer_forget(policy, &kernel);
	scene_remove();
	for (enum shape shape = 0; shape < SHAPES; shape++)
		shape_judge(shape, &kernel);
	printf("%u broken policies, %u times refer was forgotten\n", tried,
		forgotten);
	return check_finish();
}
