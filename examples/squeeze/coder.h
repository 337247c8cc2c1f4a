/* SPDX-License-Identifier: MIT */
/*
 * liblzma between two descriptors: the one place that sees a stranger's bytes.
 */
#ifndef CODER_H
#define CODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct coder {
	bool compress;
	uint32_t level;
	uint32_t threads;
	int in;
	int out; /* -1: nowhere */
	uint64_t in_bytes;
	uint64_t out_bytes;
	char error[128]; /* what went wrong */
};

/*
 * Compress or decompress from in to out until in ends, and count the bytes.
 * Neither descriptor is closed.  Returns 0, or -1 with what went wrong in error.
 */
int coder_run(struct coder *coder);

#endif /* CODER_H */
