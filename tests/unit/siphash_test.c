/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include "telemetry/siphash.h"

static uint64_t hash_of(size_t n, size_t cut, int rounds, int last_rounds)
{
	unsigned char seed[16];
	char text[64];
	struct llguard__siphash hash;

	for (size_t i = 0; i < sizeof(seed); i++)
		seed[i] = (unsigned char)i;
	for (size_t i = 0; i < n; i++)
		text[i] = (char)i;
	llguard__siphash_begin(&hash, seed);
	llguard__siphash_bytes(&hash, text, cut, rounds);
	llguard__siphash_bytes(&hash, text + cut, n - cut, rounds);
	return llguard__siphash_end(&hash, rounds, last_rounds);
}

/* Those of the paper's appendix and of its authors' vectors. */
Test(siphash, vectors)
{
	cr_expect_eq(hash_of(0, 0, 2, 4), UINT64_C(0x726fdb47dd0e0e31));
	cr_expect_eq(hash_of(1, 0, 2, 4), UINT64_C(0x74f839c593dc67fd));
	cr_expect_eq(hash_of(8, 0, 2, 4), UINT64_C(0x93f5f5799a932462));
	cr_expect_eq(hash_of(15, 0, 2, 4), UINT64_C(0xa129ca6149be45e5));
}

/* However it is cut. */
Test(siphash, cuts)
{
	for (size_t n = 0; n < 40; n++)
		for (size_t cut = 0; cut <= n; cut++)
			cr_assert_eq(hash_of(n, cut, 1, 3), hash_of(n, 0, 1, 3),
				"%zu of %zu", cut, n);
}

/* Texts that are one text together are not the same, wherever they are cut. */
Test(siphash, texts)
{
	static const unsigned char seed[16];
	static const char five[] = "abcde";
	uint64_t hashes[6 * 6];
	size_t count = 0;

	for (size_t i = 0; i < 6; i++)
		for (size_t n = i; n < 6; n++) {
			const struct llguard_str texts[] = { { five, i },
				{ five + i, n - i }, { five + n, 5 - n },
				{ NULL, 0 }, { NULL, 0 } };
			struct llguard__siphash hash;

			llguard__siphash_begin(&hash, seed);
			llguard__hash_texts(&hash, texts, 5);
			hashes[count++] = llguard__hash_end(&hash);
		}
	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < i; n++)
			cr_expect_neq(hashes[i], hashes[n], "%zu %zu", i, n);
}
