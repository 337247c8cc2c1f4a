/* SPDX-License-Identifier: MIT */
#include "domain.h"

#include "scan.h"

#include <llguard/telemetry.h>

static uint32_t *domain_bucket(
	const struct llguard__domains *domains, uint32_t node, uint64_t id)
{
	const uint64_t hash =
		(id ^ (uint64_t)node << 56) * UINT64_C(0x9e3779b97f4a7c15);

	return &domains->buckets[(uint32_t)(hash >> 32) & domains->bucket_mask];
}

void llguard__domains_init(
	struct llguard__domains *domains, char *memory, size_t size)
{
	const size_t most = (size_t)1 << 30;
	/* A block and, at the most, one bucket for it. */
	const uint32_t count = (uint32_t)((size < most ? size : most) /
					  (sizeof(*domains->blocks) +
						  sizeof(*domains->buckets)));
	uint32_t buckets = 1;

	while (buckets <= count / 2)
		buckets *= 2;
	domains->blocks = (union llguard__domain_block *)(void *)memory;
	domains->buckets =
		(uint32_t *)(void *)(memory + count * sizeof(*domains->blocks));
	domains->bucket_mask = buckets - 1;
	memset(domains->buckets, 0xff, buckets * sizeof(*domains->buckets));
	for (uint32_t i = 0; i < count; i++)
		domains->blocks[i].domain.older =
			i + 1 < count ? i + 1 : LLGUARD__NO_DOMAIN;
	domains->free = 0;
	domains->found = LLGUARD__NO_DOMAIN;
	domains->forgotten = 0;
	for (int list = 0; list < LLGUARD__DOMAIN_LISTS; list++)
		domains->oldest[list] = domains->newest[list] =
			LLGUARD__NO_DOMAIN;
}

static void list_remove(struct llguard__domains *domains, uint32_t at)
{
	const struct llguard__domain *domain = llguard__domain_at(domains, at);

	if (domain->older != LLGUARD__NO_DOMAIN)
		llguard__domain_at(domains, domain->older)->newer =
			domain->newer;
	else
		domains->oldest[domain->list] = domain->newer;
	if (domain->newer != LLGUARD__NO_DOMAIN)
		llguard__domain_at(domains, domain->newer)->older =
			domain->older;
	else
		domains->newest[domain->list] = domain->older;
}

static void list_append(
	struct llguard__domains *domains, uint32_t at, uint8_t list)
{
	struct llguard__domain *domain = llguard__domain_at(domains, at);

	domain->list = list;
	domain->older = domains->newest[list];
	domain->newer = LLGUARD__NO_DOMAIN;
	if (domain->older != LLGUARD__NO_DOMAIN)
		llguard__domain_at(domains, domain->older)->newer = at;
	else
		domains->oldest[list] = at;
	domains->newest[list] = at;
}

static void block_free(struct llguard__domains *domains, uint32_t at)
{
	llguard__domain_at(domains, at)->older = domains->free;
	domains->free = at;
	/* Names may stand there next. */
	if (domains->found == at)
		domains->found = LLGUARD__NO_DOMAIN;
}

static void domain_names_free(struct llguard__domains *domains, uint32_t at)
{
	struct llguard__domain *domain = llguard__domain_at(domains, at);
	uint32_t more = domain->more;

	while (more != LLGUARD__NO_DOMAIN) {
		const uint32_t next = domains->blocks[more].more.next;

		block_free(domains, more);
		more = next;
	}
	domain->more = LLGUARD__NO_DOMAIN;
	domain->known = 0;
}

static void domain_forget(struct llguard__domains *domains, uint32_t at)
{
	const struct llguard__domain *domain = llguard__domain_at(domains, at);
	uint32_t *link = domain_bucket(domains, domain->node, domain->id);

	while (*link != at)
		link = &llguard__domain_at(domains, *link)->chain;
	*link = domain->chain;
	domains->forgotten += domain->list == LLGUARD__DOMAIN_OPEN;
	list_remove(domains, at);
	domain_names_free(domains, at);
	block_free(domains, at);
}

/* A block, at the price of any domain but one; LLGUARD__NO_DOMAIN. */
static uint32_t block_take(struct llguard__domains *domains, uint32_t but)
{
	while (domains->free == LLGUARD__NO_DOMAIN) {
		/* The last list first; the one that asks is an open one. */
		int list = LLGUARD__DOMAIN_LISTS;
		uint32_t victim = LLGUARD__NO_DOMAIN;

		while (list-- && victim == LLGUARD__NO_DOMAIN)
			if (domains->oldest[list] != but)
				victim = domains->oldest[list];
		if (victim == LLGUARD__NO_DOMAIN)
			return LLGUARD__NO_DOMAIN;
		domain_forget(domains, victim);
	}
	but = domains->free;
	domains->free = llguard__domain_at(domains, but)->older;
	return but;
}

static bool domain_is(const struct llguard__domains *domains, uint32_t at,
	uint32_t node, uint64_t id)
{
	const struct llguard__domain *domain = llguard__domain_at(domains, at);

	return at != LLGUARD__NO_DOMAIN && domain->id == id &&
	       domain->node == node;
}

uint32_t llguard__domain_look_up(
	struct llguard__domains *domains, uint32_t node, uint64_t id)
{
	uint32_t at = *domain_bucket(domains, node, id);

	while (at != LLGUARD__NO_DOMAIN && !domain_is(domains, at, node, id))
		at = llguard__domain_at(domains, at)->chain;
	domains->found = at;
	return at;
}

uint32_t llguard__domain_touch(struct llguard__domains *domains, uint32_t node,
	uint64_t id, bool *ret_new)
{
	uint32_t at = domains->newest[LLGUARD__DOMAIN_OPEN];
	uint32_t *bucket;

	*ret_new = false;
	if (domain_is(domains, at, node, id))
		return at;
	at = llguard__domain_find(domains, node, id);
	*ret_new = at == LLGUARD__NO_DOMAIN;
	if (at != LLGUARD__NO_DOMAIN) {
		uint8_t list = llguard__domain_at(domains, at)->list;

		if (list == LLGUARD__DOMAIN_GONE) {
			list = LLGUARD__DOMAIN_OPEN;
			list_remove(domains, at);
			list_append(domains, at, list);
		}

		if (domains->newest[list] != at) {
			list_remove(domains, at);
			list_append(domains, at, list);
		}
		return at;
	}
	at = block_take(domains, LLGUARD__NO_DOMAIN);
	bucket = domain_bucket(domains, node, id);
	*llguard__domain_at(domains, at) = (struct llguard__domain){
		.id = id,
		.total = LLGUARD__NO_TOTAL,
		.node = node,
		.chain = *bucket,
		.more = LLGUARD__NO_DOMAIN,
	};
	*bucket = at;
	list_append(domains, at, LLGUARD__DOMAIN_OPEN);
	return at;
}

/* Where the next bytes of a domain's names go. */
struct names {
	struct llguard__domains *domains;
	uint32_t at;
	uint32_t *link; /* to be set to the next block */
	char *to;
	size_t room;
};

static bool names_write(struct names *names, const struct llguard_str *text)
{
	const char *from = text->ptr;
	size_t left = text->len;

	while (left) {
		size_t n;

		if (!names->room) {
			const uint32_t more =
				block_take(names->domains, names->at);

			if (more == LLGUARD__NO_DOMAIN)
				return false;
			*names->link = more;
			names->link = &names->domains->blocks[more].more.next;
			*names->link = LLGUARD__NO_DOMAIN;
			names->to = names->domains->blocks[more].more.names;
			names->room = LLGUARD__DOMAIN_MORE;
		}
		n = left < names->room ? left : names->room;
		memcpy(names->to, from, n);
		names->to += n;
		names->room -= n;
		from += n;
		left -= n;
	}
	return true;
}

bool llguard__domain_start(struct llguard__domains *domains, uint32_t at,
	const struct llguard__creator *creator)
{
	struct llguard__domain *domain = llguard__domain_at(domains, at);
	struct names names = {
		.domains = domains,
		.at = at,
		.link = &domain->more,
		.to = domain->names,
		.room = LLGUARD__DOMAIN_INLINE,
	};

	domain_names_free(domains, at);
	domain->pid = creator->pid;
	domain->uid = creator->uid;
	domain->exe_len = (uint16_t)creator->exe.len;
	domain->comm_len = (uint16_t)creator->comm.len;
	domain->mode_len = (uint16_t)creator->mode.len;
	if (creator->exe.len + creator->comm.len + creator->mode.len >
			LLGUARD__DOMAIN_NAMES ||
		!names_write(&names, &creator->exe) ||
		!names_write(&names, &creator->comm) ||
		!names_write(&names, &creator->mode)) {
		domain_names_free(domains, at);
		return false;
	}
	domain->known = LLGUARD__KNOWN_BEGUN;
	if (creator->has & LLGUARD_HAS_CREATOR_PID)
		domain->known |= LLGUARD__KNOWN_PID;
	if (creator->has & LLGUARD_HAS_CREATOR_UID)
		domain->known |= LLGUARD__KNOWN_UID;
	if (creator->exe.ptr)
		domain->known |= LLGUARD__KNOWN_EXE;
	if (creator->comm.ptr)
		domain->known |= LLGUARD__KNOWN_COMM;
	return true;
}

void llguard__domains_end_boot(struct llguard__domains *domains, uint32_t node,
	bool is_node, uint32_t but)
{
	uint32_t at = domains->oldest[LLGUARD__DOMAIN_OPEN];

	while (at != LLGUARD__NO_DOMAIN) {
		const struct llguard__domain *domain =
			llguard__domain_at(domains, at);
		const uint32_t newer = domain->newer;

		if ((domain->node == node) == is_node && at != but) {
			list_remove(domains, at);
			list_append(domains, at, LLGUARD__DOMAIN_GONE);
		}
		at = newer;
	}
}

void llguard__domain_end(struct llguard__domains *domains, uint32_t at)
{
	list_remove(domains, at);
	list_append(domains, at, LLGUARD__DOMAIN_ENDED);
}

const char *llguard__domain_gather(
	struct llguard__domains *domains, uint32_t at, size_t len)
{
	const struct llguard__domain *domain = llguard__domain_at(domains, at);
	uint32_t more = domain->more;
	size_t n = LLGUARD__DOMAIN_INLINE;

	memcpy(domains->scratch, domain->names, n);
	for (; n < len; more = domains->blocks[more].more.next) {
		const size_t left = len - n;
		const size_t part = left < LLGUARD__DOMAIN_MORE
					    ? left
					    : LLGUARD__DOMAIN_MORE;

		memcpy(domains->scratch + n, domains->blocks[more].more.names,
			part);
		n += part;
	}
	return domains->scratch;
}
