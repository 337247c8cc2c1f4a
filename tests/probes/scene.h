/* SPDX-License-Identifier: MIT */
/*
 * Where both programs play: the kernel, the tree, and the presets' root.
 */
#ifndef SCENE_H
#define SCENE_H

#include "check.h"

#include "probes.h"

static bool scene_sets[SETS];

/* False where there is no Landlock, and nobody said that there must be. */
static inline bool scene_make(struct llguard_kernel *kernel)
{
	const char *abi = getenv("LLGUARD_TEST_ABI");

	CHECK(llguard_kernel_probe(kernel) == 0, "probe");
	if (!kernel->abi && !abi)
		return false;
	CHECK(!abi || kernel->abi == (uint32_t)atoi(abi), "ABI %u, not %s",
		kernel->abi, abi);
	scene_sets[SET_TREE] = tree_make();
	CHECK(scene_sets[SET_TREE], "the tree: %s", strerror(errno));
	scene_sets[SET_PRESETS] = root_make(tree_path("root"));
	if (!scene_sets[SET_PRESETS])
		printf("presets: not probed: the root: %s\n", strerror(errno));
	CHECK(scene_sets[SET_PRESETS] || !abi, "presets");
	return true;
}

static inline bool scene_has(enum set set)
{
	return scene_sets[set];
}

static inline void scene_remove(void)
{
	root_remove();
	tree_remove();
}

static inline const char *shape_name(enum shape shape)
{
	static const char *const names[SHAPES] = { "one layer", "fs, then net",
		"net, then fs" };

	return names[shape];
}

#endif /* SCENE_H */
