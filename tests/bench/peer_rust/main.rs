// SPDX-License-Identifier: MIT
//! The policy of apply.h through rust-landlock.
use landlock::{
    path_beneath_rules, Access, AccessFs, AccessNet, BitFlags, NetPort, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, RulesetStatus, ABI,
};

fn nanoseconds() -> i64 {
    let mut now = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut now) };
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}

fn apply(paths: &[String], ports: &[u16], read: BitFlags<AccessFs>) -> Result<bool, RulesetError> {
    let ruleset = if ports.is_empty() {
        Ruleset::default()
            .handle_access(AccessFs::from_all(ABI::V5))?
            .create()?
            .add_rules(path_beneath_rules(paths, read))?
    } else {
        Ruleset::default()
            .handle_access(AccessNet::BindTcp)?
            .create()?
            .add_rules(
                ports
                    .iter()
                    .map(|port| Ok::<_, RulesetError>(NetPort::new(*port, AccessNet::BindTcp))),
            )?
    };
    Ok(ruleset.restrict_self()?.ruleset == RulesetStatus::FullyEnforced)
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let kind = arguments[1].as_str();
    let count: u16 = arguments[2].parse().unwrap();
    std::env::set_current_dir(&arguments[3]).unwrap();
    let letter = if kind == "directories" { 'd' } else { 'f' };
    let paths: Vec<String> = (0..count).map(|i| format!("{letter}{i:04}")).collect();
    let ports: Vec<u16> = if kind == "ports" {
        (1024..1024 + count).collect()
    } else {
        Vec::new()
    };
    let read = if kind == "directories" {
        AccessFs::ReadFile | AccessFs::ReadDir
    } else {
        AccessFs::ReadFile.into()
    };

    let begin = nanoseconds();
    let _ = std::os::unix::process::parent_id();
    let enforced = apply(&paths, &ports, read).unwrap();
    let _ = std::os::unix::process::parent_id();
    let end = nanoseconds();
    assert!(enforced);
    println!("{}", end - begin);
}
