/* SPDX-License-Identifier: MIT */
/*
 * Eight threads, one policy: every function that takes const things may be
 * called from any thread at once.  For the thread sanitizer.
 */
#include "check.h"

#include <pthread.h>

#define THREADS 8
#define ROUNDS  200

static const struct llguard_rule rules[] = {
	LLGUARD_PATH("/usr", LLGUARD_FS_READ_EXECUTE),
	LLGUARD_PATH_OPTIONAL("/nonexistent", LLGUARD_FS_READ),
	LLGUARD_PORT(443, LLGUARD_NET_CONNECT_TCP),
};
static const struct llguard_policy policy =
	LLGUARD_POLICY(LLGUARD_ABI_9, rules);

static void *work(void *ret_wrong)
{
	int *wrong = ret_wrong;
	char first[4096], buf[4096], word[64];

	for (uint32_t round = 0; round < ROUNDS; round++) {
		struct llguard_rule_result results[3];
		struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
		struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
		struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
		struct llguard_report built = LLGUARD_REPORT_INIT;

		kernel.abi = 4;
		*wrong += llguard_policy_check(&policy, &report) != 0;
		*wrong += llguard_policy_plan(&policy, &kernel, &report) != 0;
		*wrong += llguard_report_describe_json(
				  &policy, &report, buf, sizeof(buf)) <= 0;
		if (round == 0)
			strcpy(first, buf);
		*wrong += strcmp(first, buf) != 0;
		*wrong += llguard_error_describe(
				  -(int)(round % 40), word, sizeof(word)) <= 0;
		*wrong += llguard_right_from_name("fs.refer", 8) !=
			  LLGUARD_FS_REFER;
		*wrong += llguard_kernel_probe(&kernel) != 0;
		*wrong +=
			llguard_policy_prepare(&policy, &prepared, &built) != 0;
		llguard_prepared_close(&prepared);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	int wrong[THREADS] = { 0 };

	for (int i = 0; i < THREADS; i++)
		CHECK(pthread_create(&threads[i], NULL, work, &wrong[i]) == 0,
			"thread %d", i);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		CHECK(wrong[i] == 0, "thread %d: %d answers", i, wrong[i]);
	}
	return check_finish();
}
