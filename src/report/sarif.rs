//! SARIF 2.1.0 (OASIS), as GitHub code scanning and other collectors read it.
//!
//! Columns count UTF-16 code units, which `columnKind` says. Fingerprints name a result by rule, file and the words of its line,
//! not by its number or message, so that a result stays the same when lines above it or days of delay change.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Report;
use super::places::Places;
use crate::base::{Digest, RepoPath};
use crate::diag::{Code, Diagnostic, Place, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn write(report: &Report<'_>) -> String {
    let places = Places::new(report);
    let mut rules: Vec<&Code> = report.rules.to_vec();
    for it in report.diagnostics {
        if !rules.iter().any(|rule| rule.name == it.code.name) {
            rules.push(it.code);
        }
    }
    let index: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(idx, rule)| (rule.name, idx)).collect();
    let mut seen = BTreeMap::new();
    let results: Vec<Value> =
        report.diagnostics.iter().map(|it| result(report, &places, it, index[it.code.name], &mut seen)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": report.tool.name,
                "version": report.tool.version,
                "semanticVersion": report.tool.version,
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "automationDetails": {"id": "clausebook/"},
            "invocations": [{"executionSuccessful": true}],
            "columnKind": "utf16CodeUnits",
            "properties": {"asOf": report.as_of.to_string(), "documents": report.documents.len(), "unread": report.unread},
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn descriptor(rule: &Code) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.title},
        "help": {"text": rule.explain, "markdown": rule.explain},
        "defaultConfiguration": {"enabled": rule.default != Severity::Allow, "level": level(rule.default)},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Allow => "none",
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn result(
    report: &Report<'_>,
    places: &Places<'_>,
    it: &Diagnostic<Place>,
    rule: usize,
    seen: &mut BTreeMap<String, usize>,
) -> Value {
    let text = match &it.help {
        Some(help) => format!("{}\n\nHelp: {help}", it.message),
        None => it.message.clone(),
    };
    let mut object = Map::from_iter([
        ("ruleId".into(), it.code.name.into()),
        ("ruleIndex".into(), rule.into()),
        ("level".into(), level(it.severity).into()),
        ("message".into(), json!({"text": text})),
        ("locations".into(), json!([{"physicalLocation": location(report, places, &it.at)}])),
    ]);
    let related =
        it.related.iter().enumerate().map(
            |(id, (at, words))| json!({"id": id, "message": {"text": words}, "physicalLocation": location(report, places, at)}),
        );
    if !it.related.is_empty() {
        object.insert("relatedLocations".into(), related.collect());
    }
    object.insert("partialFingerprints".into(), json!({"clausebook/v1": fingerprint(places, it, seen)}));
    Value::Object(object)
}

fn location(report: &Report<'_>, places: &Places<'_>, place: &Place) -> Value {
    let mut object = Map::from_iter([("artifactLocation".into(), json!({"uri": uri(report.folder, &place.path)}))]);
    if let Some(region) = places.region(place) {
        let (start, end) = region.utf16_columns();
        let value = json!({
            "startLine": region.start.line,
            "startColumn": start,
            "endLine": region.end.line,
            "endColumn": end,
            "byteOffset": region.span.start,
            "byteLength": region.span.end - region.span.start,
        });
        object.insert("region".into(), value);
    }
    Value::Object(object)
}

/// A relative reference: everything but unreserved characters and `/` is percent-encoded.
fn uri(folder: &str, path: &RepoPath) -> String {
    let mut uri = String::new();
    for byte in folder.bytes().chain(path.as_str().bytes()) {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// Equal results on equal lines are told apart by their order.
fn fingerprint(places: &Places<'_>, it: &Diagnostic<Place>, seen: &mut BTreeMap<String, usize>) -> String {
    let region = places.region(&it.at);
    // A line can be as long as its file.
    let begin = |text: &str| text.chars().take(200).collect::<String>();
    let words = region.as_ref().map_or(String::new(), |at| begin(at.first_line()) + "\0" + &begin(at.span.text(at.file.text)));
    let key = format!("{}\0{}\0{words}", it.code.name, it.at.path);
    let count = seen.entry(key.clone()).or_insert(0);
    *count += 1;
    Digest::of(format!("{key}\0{count}").as_bytes()).short(32)
}
