//! Rule `unreferenced-attachment`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Place, Severity};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "unreferenced-attachment",
    default: Severity::Note,
    title: "a file that no document links to",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"A drawing, sheet, picture or text file lies in the repository, and no document leads to it. It is not published. Folders that
`exclude` leaves out are not looked at.

Why an auditor cares: a file that people use but no document names is outside control (ISO/IEC 20000-1:2018, 7.5.3.2).

Example: `forms/access-request.docx`, which everybody copies from the repository.

Better: link to it from the procedure that uses it, or remove it.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let handbook = ctx.handbook;
    for path in handbook.attachments.keys() {
        let typical = ENDINGS.contains(&path.extension().as_str());
        if typical && !handbook.links.attachments.contains_key(path) && !handbook.config.settings.exclude.matches(path) {
            sink.push(
                Diagnostic::new(&CODE, Place::file(path), "no document links to this file, so it is not published")
                    .help("link to it from the document that uses it, remove it, or `exclude` it in clausebook.yml"),
            );
        }
    }
}

/// Endings of what people attach to documents.
const ENDINGS: [&str; 38] = [
    "pdf", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "tif", "tiff", "doc", "docx", "dotx", "xls", "xlsx",
    "xltx", "ppt", "pptx", "odt", "ods", "odp", "odg", "rtf", "csv", "tsv", "txt", "zip", "7z", "drawio", "vsd", "vsdx", "bpmn",
    "puml", "eml", "msg", "ics", "mp4",
];
