/* SPDX-License-Identifier: MIT */
#include "extensible.h"

uint32_t llguard__size_of(const void *structure)
{
	uint32_t size = 0;

	if (structure)
		memcpy(&size, structure, sizeof(size));
	return size;
}

int llguard__input_check(
	const void *structure, size_t size, size_t least, size_t known)
{
	const unsigned char *bytes = structure;

	if (!structure || size < least)
		return -EINVAL;
	for (size_t i = known; i < size; i++)
		if (bytes[i])
			return -E2BIG;
	return 0;
}
