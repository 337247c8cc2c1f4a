// SPDX-License-Identifier: MIT
//
// evaluate RULES EVENTS: what an engine that is not pySigma finds.  RULES is one
// file of YAML documents, EVENTS one of JSON lines in the order of their time.
// Prints "LINE ID" for each event (from 1) and rule or correlation that it fires.
//
// evaluate lint RULE...: what it has to say against each file; status 1 if anything.
use rsigma_eval::{event::JsonEvent, CorrelationConfig, CorrelationEngine};
use std::{env, fs, process::exit};

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|err| {
        eprintln!("evaluate: {path}: {err}");
        exit(2)
    })
}

fn lint(paths: &[String]) {
    let mut bad = false;
    for path in paths {
        for warning in rsigma_parser::lint::lint_yaml_str(&read(path)) {
            println!("{path}: {warning}");
            bad = true;
        }
    }
    exit(i32::from(bad))
}

fn main() {
    let args: Vec<String> = env::args().collect();
    if args.len() > 2 && args[1] == "lint" {
        lint(&args[2..]);
    }
    if args.len() != 3 {
        eprintln!("usage: evaluate RULES EVENTS");
        exit(2)
    }
    let rules = rsigma_parser::parse_sigma_yaml(&read(&args[1])).expect("rules");
    if !rules.errors.is_empty() {
        eprintln!("evaluate: {}: {:?}", args[1], rules.errors);
        exit(2)
    }
    let mut engine = CorrelationEngine::new(CorrelationConfig {
        timestamp_fields: vec!["time".to_string()],
        ..Default::default()
    });
    engine.add_collection(&rules).expect("rules");
    for (at, line) in read(&args[2]).lines().enumerate() {
        let event = serde_json::from_str(line).expect("JSON");
        for result in engine.process_event(&JsonEvent::borrow(&event)) {
            let id = result.header.rule_id.as_deref().unwrap_or("?");
            println!("{} {id}", at + 1);
        }
    }
}
