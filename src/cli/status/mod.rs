//! `clausebook status`: what is due, overdue, not approved or contradicted, by who has to see to it.

mod text;

pub(super) use text::{clean, said};

use serde_json::{Value, json};

use super::Verdict;
use super::args::{FailOn, Status, StatusFormat};
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::{World, tool};
use crate::base::{Date, nearest, number_key};
use crate::config::Part;
use crate::export::calendar::calendar;
use crate::handbook::document_control::Approval;
use crate::handbook::{Entry, EntryIdx, Handbook, HistoryState, Proof, Review, RoleIdx};
use crate::model;
use crate::pipeline;

pub(super) fn run(args: &Status, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let root = world.root(args.reading.dir.as_deref())?;
    let inputs = world.gather(&root, Some(&args.reading), Vec::new())?;
    let handbook = pipeline::handbook(&inputs);
    if handbook.config.broken {
        return Err(Failure::usage("clausebook.yml has errors, so dates may be wrong", "`clausebook check` lists them"));
    }
    let owner = args.owner.as_deref().map(|it| role(&handbook, it)).transpose()?;
    let groups = groups(&handbook, owner);
    let text = match args.format {
        StatusFormat::Human => text::human(&handbook, &groups, terminal.colours_out()),
        StatusFormat::Json => format!("{:#}\n", value(&handbook, &groups)),
        StatusFormat::Ics => calendar(&handbook, owner),
    };
    terminal.data(&text)?;
    let wanted = |it: &Matter| args.fail_on.iter().any(|on| it.is(*on));
    let found = groups.iter().flat_map(|it| &it.items).any(|it| wanted(&it.matter));
    Ok(if found { Verdict::Found } else { Verdict::Clean })
}

/// What has to be seen to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Matter {
    /// History contradicts the approval, and why.
    Contradicted(String),
    /// No approval of the text as it stands counts, and why.
    Unapproved(String),
    /// Has a review cycle and no review that counts.
    Never,
    /// Its review was due on a day, longer ago than the time of grace.
    Overdue(Date),
    /// Its review was due on a day, within the time of grace.
    Late(Date),
    /// Its review will be due soon.
    Due(Date),
}

impl Matter {
    fn word(&self) -> &'static str {
        match self {
            Self::Contradicted(_) => "contradicted",
            Self::Unapproved(_) => "unapproved",
            Self::Never => "never-reviewed",
            Self::Overdue(_) => "overdue",
            Self::Late(_) => "late",
            Self::Due(_) => "due",
        }
    }

    fn due(&self) -> Option<Date> {
        match self {
            Self::Overdue(day) | Self::Late(day) | Self::Due(day) => Some(*day),
            Self::Contradicted(_) | Self::Unapproved(_) | Self::Never => None,
        }
    }

    /// The worst first.
    fn rank(&self) -> u8 {
        match self {
            Self::Contradicted(_) => 0,
            Self::Unapproved(_) => 1,
            Self::Overdue(_) => 2,
            Self::Never => 3,
            Self::Late(_) => 4,
            Self::Due(_) => 5,
        }
    }

    /// Whether it is of the kind that somebody asks for.
    pub(super) fn is(&self, on: FailOn) -> bool {
        match on {
            FailOn::Contradicted => matches!(self, Self::Contradicted(_)),
            FailOn::Unapproved => matches!(self, Self::Unapproved(_) | Self::Contradicted(_)),
            FailOn::Overdue => matches!(self, Self::Overdue(_) | Self::Never),
            FailOn::Late => matches!(self, Self::Overdue(_) | Self::Never | Self::Late(_)),
            FailOn::Due => matches!(self, Self::Overdue(_) | Self::Never | Self::Late(_) | Self::Due(_)),
        }
    }
}

struct Item {
    entry: EntryIdx,
    matter: Matter,
}

/// What the holder of a role has to see to. Without a role: documents that name no owner, or one that does not exist.
struct Group {
    role: Option<RoleIdx>,
    items: Vec<Item>,
}

/// The role meant on the command line: by its key, the id of its document, or its title.
fn role(handbook: &Handbook, name: &str) -> Result<RoleIdx, Failure> {
    let titled = || handbook.roles.all.iter().position(|it| it.title.eq_ignore_ascii_case(name.trim()));
    handbook.roles.find(name).or_else(titled).ok_or_else(|| {
        let titles = handbook.roles.all.iter().map(|it| it.title.as_str());
        let remedy = match nearest(name, handbook.roles.names().chain(titles)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => String::from("name a key of `roles` in people.yml, the id of a role's document, or a role's title"),
        };
        Failure::usage(format!("there is no role `{name}`"), remedy)
    })
}

fn groups(handbook: &Handbook, only: Option<RoleIdx>) -> Vec<Group> {
    let order = (0..handbook.roles.all.len()).map(Some).chain([None]);
    let wanted = order.filter(|it| only.is_none() || *it == only);
    let group = |role: Option<RoleIdx>| {
        let owned = handbook.entries.iter().enumerate().filter(|(_, it)| handbook.owner_of(it) == role);
        let mut items: Vec<Item> = owned.flat_map(|(idx, _)| items(handbook, idx)).collect();
        items.sort_by_cached_key(|it| (it.matter.rank(), it.matter.due(), number_key(id(handbook, it)), it.entry));
        Group { role, items }
    };
    wanted.map(group).filter(|it| !it.items.is_empty()).collect()
}

fn id<'a>(handbook: &'a Handbook, item: &Item) -> &'a str {
    handbook.entries[item.entry].document.id.value.as_str()
}

fn items(handbook: &Handbook, idx: EntryIdx) -> impl Iterator<Item = Item> {
    matters(handbook, idx).into_iter().map(move |matter| Item { entry: idx, matter })
}

/// What has to be seen to in a document.
pub(super) fn matters(handbook: &Handbook, idx: EntryIdx) -> Vec<Matter> {
    let entry = &handbook.entries[idx];
    let review = match entry.review {
        Review::NotNeeded | Review::Current { .. } => None,
        Review::Never => Some(Matter::Never),
        Review::DueSoon { due } => Some(Matter::Due(due)),
        Review::Late { due } => Some(Matter::Late(due)),
        Review::Overdue { due } => Some(Matter::Overdue(due)),
    };
    let approval = if handbook.control.state.is_judged() { approval(entry) } else { None };
    [approval, review].into_iter().flatten().collect()
}

/// What is wrong with the approval of a text that says it is approved, or waits for it.
fn approval(entry: &Entry) -> Option<Matter> {
    let waits = entry.document.status.as_ref().is_some_and(|it| it.value == model::Status::InReview);
    match &entry.control.approval {
        Some(Approval { proof: Proof::Contradicted, sentence, .. }) => Some(Matter::Contradicted(sentence.to_string())),
        Some(Approval { proof: Proof::Claimed, sentence, .. }) => Some(Matter::Unapproved(sentence.to_string())),
        None if waits => Some(Matter::Unapproved(String::from("The document waits for approval."))),
        Some(Approval { proof: Proof::Attested | Proof::Proven, .. }) | None => None,
    }
}

/// Why approvals are left out, if they are.
fn silence(handbook: &Handbook) -> Option<&'static str> {
    match handbook.control.state {
        HistoryState::Judged => None,
        HistoryState::NotKept => Some("Approvals were not looked at: git history here records no approval, review or adoption."),
        HistoryState::Unknown(_) => Some("Approvals were not looked at: git history is not known."),
    }
}

fn names(handbook: &Handbook, role: Option<RoleIdx>, part: Part) -> Vec<&str> {
    let all = role.into_iter().flat_map(|it| handbook.roles.present(it));
    all.filter(|it| it.part == part).map(|it| it.name.as_str()).collect()
}

fn count(groups: &[Group], word: &str) -> usize {
    groups.iter().flat_map(|it| &it.items).filter(|it| it.matter.word() == word).count()
}

/// Words of matters, the worst first.
const WORDS: [&str; 6] = ["contradicted", "unapproved", "overdue", "never-reviewed", "late", "due"];

fn value(handbook: &Handbook, groups: &[Group]) -> Value {
    let group = |it: &Group| {
        let role = it.role.map(|idx| &handbook.roles.all[idx]);
        json!({
            "role": role.map(|it| &it.key),
            "title": role.map(|it| &it.title),
            "holders": names(handbook, it.role, Part::Holder),
            "deputies": names(handbook, it.role, Part::Deputy),
            "documents": it.items.iter().map(|it| item(handbook, it)).collect::<Vec<_>>(),
        })
    };
    let counts: serde_json::Map<String, Value> = WORDS.iter().map(|it| ((*it).to_owned(), count(groups, it).into())).collect();
    json!({
        "version": 1,
        "tool": {"name": tool().name, "version": tool().version},
        "as_of": handbook.as_of.to_string(),
        "documents": handbook.entries.len(),
        "approvals_judged": handbook.control.state.is_judged(),
        "counts": counts,
        "owners": groups.iter().map(group).collect::<Vec<_>>(),
    })
}

fn item(handbook: &Handbook, item: &Item) -> Value {
    let entry = &handbook.entries[item.entry];
    let why = match &item.matter {
        Matter::Contradicted(why) | Matter::Unapproved(why) => Some(why.as_str()),
        Matter::Never | Matter::Overdue(_) | Matter::Late(_) | Matter::Due(_) => None,
    };
    json!({
        "id": entry.document.id.value.as_str(),
        "title": entry.document.title.value,
        "file": entry.path.as_str(),
        "matter": item.matter.word(),
        "due": item.matter.due().map(|it| it.to_string()),
        "days": item.matter.due().map(|it| it.days_since(handbook.as_of)),
        "why": why,
    })
}
