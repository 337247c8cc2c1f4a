/* SPDX-License-Identifier: MIT */
#include "coder.h"

#include <errno.h>
#include <lzma.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK 65536

static const char *error_text(lzma_ret error)
{
	switch (error) {
	case LZMA_MEM_ERROR:
	case LZMA_MEMLIMIT_ERROR:
		return "there is not enough memory";
	case LZMA_FORMAT_ERROR:
		return "is not an .xz file";
	case LZMA_OPTIONS_ERROR:
		return "uses what this program does not know";
	case LZMA_DATA_ERROR:
		return "is corrupt";
	case LZMA_BUF_ERROR:
		return "is cut off";
	default:
		return "the library failed";
	}
}

static int fail(struct coder *coder, const char *what, int number)
{
	snprintf(coder->error, sizeof(coder->error), "%s%s%s", what,
		number ? ": " : "", number ? strerror(number) : "");
	return -1;
}

/* Whether to try again: after a signal, or once the descriptor is ready. */
static bool again(int fd, short events)
{
	struct pollfd wait = { .fd = fd, .events = events };

	if (errno == EAGAIN)
		return poll(&wait, 1, -1) >= 0 || errno == EINTR;
	return errno == EINTR;
}

/* Returns the bytes read, 0 at the end; -1 on failure. */
static ssize_t block_read(struct coder *coder, uint8_t *block)
{
	ssize_t len;

	do {
		len = read(coder->in, block, BLOCK);
	} while (len < 0 && again(coder->in, POLLIN));
	if (len < 0)
		return fail(coder, "cannot be read", errno);
	coder->in_bytes += (uint64_t)len;
	return len;
}

static int block_write(struct coder *coder, const uint8_t *block, size_t len)
{
	coder->out_bytes += len;
	if (coder->out < 0)
		return 0;
	while (len) {
		const ssize_t done = write(coder->out, block, len);

		if (done < 0 && again(coder->out, POLLOUT))
			continue;
		if (done < 0)
			return fail(coder, "cannot be written", errno);
		block += done;
		len -= (size_t)done;
	}
	return 0;
}

static lzma_ret compress_begin(const struct coder *coder, lzma_stream *stream)
{
	const lzma_mt settings = {
		.threads = coder->threads,
		.preset = coder->level,
		.check = LZMA_CHECK_CRC64,
	};

	if (coder->threads > 1)
		return lzma_stream_encoder_mt(stream, &settings);
	return lzma_easy_encoder(stream, coder->level, LZMA_CHECK_CRC64);
}

/* With too little memory for all threads, there are fewer of them. */
static lzma_ret decompress_begin(const struct coder *coder, lzma_stream *stream)
{
	const lzma_mt settings = {
		.flags = LZMA_CONCATENATED,
		.threads = coder->threads,
		.memlimit_threading = lzma_physmem() / 4 + 1,
		.memlimit_stop = UINT64_MAX,
	};

	return lzma_stream_decoder_mt(stream, &settings);
}

static int stream_run(struct coder *coder, lzma_stream *stream)
{
	uint8_t in[BLOCK], out[BLOCK];
	lzma_action action = LZMA_RUN;
	lzma_ret ret;

	do {
		if (!stream->avail_in && action == LZMA_RUN) {
			const ssize_t len = block_read(coder, in);

			if (len < 0)
				return -1;
			if (!len)
				action = LZMA_FINISH;
			stream->next_in = in;
			stream->avail_in = (size_t)len;
		}
		stream->next_out = out;
		stream->avail_out = sizeof(out);
		ret = lzma_code(stream, action);
		if (ret != LZMA_OK && ret != LZMA_STREAM_END)
			return fail(coder, error_text(ret), 0);
		if (block_write(coder, out, sizeof(out) - stream->avail_out))
			return -1;
	} while (ret != LZMA_STREAM_END);
	return 0;
}

int coder_run(struct coder *coder)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	const lzma_ret ret = coder->compress ? compress_begin(coder, &stream)
					     : decompress_begin(coder, &stream);
	const int err = ret == LZMA_OK ? stream_run(coder, &stream)
				       : fail(coder, error_text(ret), 0);

	lzma_end(&stream);
	return err;
}
