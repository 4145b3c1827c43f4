//! Settings of any kind: complete settings and diagnostics with valid spans.
#![no_main]

use clausebook::catalogue::Catalogue;
use clausebook::config::{self, ConfigTexts};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let names = [config::MAIN, config::PEOPLE, config::GLOSSARY, config::VALUES];
    let inputs = clausebook_fuzz::inputs(names.map(|name| (name, text)));
    let paths = inputs.snapshot.files.keys();
    let files = paths.filter_map(|path| Some((path.clone(), inputs.text(path)?.clone()))).collect();
    let (settings, diagnostics) = config::read(&ConfigTexts { files });
    clausebook_fuzz::check_places(&diagnostics, &inputs);
    assert!(!settings.settings.frameworks.is_empty());
    let found = Catalogue::embedded().extend(text);
    clausebook_fuzz::check_spans(&found, text);
});
