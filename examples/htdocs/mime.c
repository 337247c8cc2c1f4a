/* SPDX-License-Identifier: MIT */
#include "mime.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* clang-format off */
static const struct {
	const char *extension;
	const char *type;
} types[] = {
	{ "avif",  "image/avif" },
	{ "bmp",   "image/bmp" },
	{ "bz2",   "application/x-bzip2" },
	{ "c",     "text/plain; charset=utf-8" },
	{ "css",   "text/css; charset=utf-8" },
	{ "csv",   "text/csv; charset=utf-8" },
	{ "deb",   "application/vnd.debian.binary-package" },
	{ "flac",  "audio/flac" },
	{ "gif",   "image/gif" },
	{ "gz",    "application/gzip" },
	{ "h",     "text/plain; charset=utf-8" },
	{ "htm",   "text/html; charset=utf-8" },
	{ "html",  "text/html; charset=utf-8" },
	{ "ico",   "image/vnd.microsoft.icon" },
	{ "jpeg",  "image/jpeg" },
	{ "jpg",   "image/jpeg" },
	{ "js",    "text/javascript; charset=utf-8" },
	{ "json",  "application/json" },
	{ "log",   "text/plain; charset=utf-8" },
	{ "md",    "text/markdown; charset=utf-8" },
	{ "mjs",   "text/javascript; charset=utf-8" },
	{ "mp3",   "audio/mpeg" },
	{ "mp4",   "video/mp4" },
	{ "ogg",   "audio/ogg" },
	{ "opus",  "audio/ogg" },
	{ "otf",   "font/otf" },
	{ "pdf",   "application/pdf" },
	{ "png",   "image/png" },
	{ "svg",   "image/svg+xml" },
	{ "tar",   "application/x-tar" },
	{ "tiff",  "image/tiff" },
	{ "ttf",   "font/ttf" },
	{ "txt",   "text/plain; charset=utf-8" },
	{ "wasm",  "application/wasm" },
	{ "wav",   "audio/wav" },
	{ "webm",  "video/webm" },
	{ "webp",  "image/webp" },
	{ "woff",  "font/woff" },
	{ "woff2", "font/woff2" },
	{ "xhtml", "application/xhtml+xml" },
	{ "xml",   "application/xml" },
	{ "xz",    "application/x-xz" },
	{ "zip",   "application/zip" },
	{ "zst",   "application/zstd" },
};
/* clang-format on */

const char *mime_type(const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *dot = strrchr(slash ? slash : name, '.');

	for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcasecmp(dot + 1, types[i].extension) == 0)
			return types[i].type;
	return "application/octet-stream";
}
