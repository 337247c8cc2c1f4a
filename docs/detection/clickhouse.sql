-- SPDX-License-Identifier: MIT
--
-- What landlock-guard events --format flat (or csv) writes, one row a line:
--
--	landlock-guard events --format flat |
--	clickhouse-client --date_time_input_format best_effort \
--		--input_format_skip_unknown_fields 1 \
--		--query "INSERT INTO landlock_events FORMAT JSONEachRow"
--
-- A member that a line does not have is NULL, so that no number is 0 by accident;
-- the columns of the key cannot be NULL and are empty instead.  Unknown members are
-- those of later versions, and of status lines (--summary, --live), whose counters
-- belong to metrics.  Inode numbers and registers are text, as the kernel prints them.
CREATE TABLE IF NOT EXISTS landlock_events
(
	v UInt8 DEFAULT 1,
	kind LowCardinality(String),
	time DateTime64(3, 'UTC'),
	id String,
	part Nullable(UInt32),
	parts Nullable(UInt32),
	node LowCardinality(String),
	boot LowCardinality(Nullable(String)),
	source LowCardinality(Nullable(String)),
	flags LowCardinality(Nullable(String)),
	domain String,
	blockers LowCardinality(Nullable(String)),
	class LowCardinality(Nullable(String)),
	outcome LowCardinality(Nullable(String)),
	mode LowCardinality(Nullable(String)),

	object LowCardinality(Nullable(String)),
	path Nullable(String),
	path_hex Nullable(String),
	parent Nullable(Bool),
	name Nullable(String),
	name_hex Nullable(String),
	dev LowCardinality(Nullable(String)),
	dev_hex Nullable(String),
	ino Nullable(String),
	ioctlcmd LowCardinality(Nullable(String)),
	saddr Nullable(String),
	src Nullable(UInt16),
	daddr Nullable(String),
	dest Nullable(UInt16),
	laddr Nullable(String),
	lport Nullable(UInt16),
	faddr Nullable(String),
	fport Nullable(UInt16),
	opid Nullable(Int32),
	ocomm Nullable(String),
	ocomm_hex Nullable(String),

	pid Nullable(UInt32),
	ppid Nullable(UInt32),
	uid Nullable(UInt32),
	euid Nullable(UInt32),
	gid Nullable(UInt32),
	egid Nullable(UInt32),
	auid Nullable(UInt32),
	ses Nullable(UInt32),
	tty LowCardinality(Nullable(String)),
	comm Nullable(String),
	comm_hex Nullable(String),
	exe Nullable(String),
	exe_hex Nullable(String),
	subj LowCardinality(Nullable(String)),
	cwd Nullable(String),
	cwd_hex Nullable(String),
	proctitle Nullable(String),
	proctitle_hex Nullable(String),

	arch LowCardinality(Nullable(String)),
	syscall LowCardinality(Nullable(String)),
	uring_op Nullable(UInt32),
	a0 Nullable(String),
	a1 Nullable(String),
	a2 Nullable(String),
	a3 Nullable(String),
	success Nullable(Bool),
	exit Nullable(Int64),
	errno LowCardinality(Nullable(String)),

	creator_pid Nullable(UInt32),
	creator_uid Nullable(UInt32),
	creator_comm Nullable(String),
	creator_comm_hex Nullable(String),
	creator_exe Nullable(String),
	creator_exe_hex Nullable(String),
	total Nullable(UInt64),
	logged Nullable(UInt64),
	unlogged Nullable(UInt64),

	why LowCardinality(Nullable(String)),
	count Nullable(UInt64),
	state LowCardinality(Nullable(String)),

	rights Array(String) ALIAS splitByChar(',', assumeNotNull(blockers))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (domain, time, id);
