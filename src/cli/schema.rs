//! `clausebook schema`: JSON Schemas for editors, with the types of the SMS it is run in.

use super::Verdict;
use super::args::SchemaArgs;
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::World;
use crate::base::RepoPath;
use crate::config::{self, Config, ConfigTexts};
use crate::export::schema::{self, Schema};

pub(super) fn run(args: &SchemaArgs, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let Some(name) = args.name else {
        let width = Schema::ALL.iter().map(|it| it.name().len()).max().unwrap_or(0);
        let lines: String = Schema::ALL.iter().map(|it| format!("{:width$}  {}\n", it.name(), it.about())).collect();
        terminal.data(&lines)?;
        return Ok(Verdict::Clean);
    };
    let config = settings(world)?;
    if config.broken {
        terminal
            .message("note: clausebook.yml has errors, so types may be missing from the schema; `clausebook check` lists them");
    }
    terminal.data(&schema::write(name.schema(), &config))?;
    Ok(Verdict::Clean)
}

/// The settings of the SMS around, or the built-in ones outside of any.
fn settings(world: &World) -> Result<Config, Failure> {
    let mut texts = ConfigTexts::default();
    match world.nearest_root()? {
        Some(root) => {
            let inputs = world.gather(&root, None, Vec::new())?;
            for name in [config::MAIN, config::PEOPLE] {
                let path = RepoPath::new(name).expect("the names of our files are paths");
                if let Some(text) = inputs.text(&path) {
                    texts.files.insert(path, text.clone());
                }
            }
        }
        None => {
            let path = RepoPath::new(config::MAIN).expect("the names of our files are paths");
            texts.files.insert(path, "organization: Organization\ntitle: Handbook\n".into());
        }
    }
    Ok(config::read(&texts).0)
}
