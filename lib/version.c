/* SPDX-License-Identifier: MIT */
#include "base.h"

const char *llguard_version(void)
{
	return LLGUARD_VERSION;
}
