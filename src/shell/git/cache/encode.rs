//! Commits to bytes. Texts are written once and then named by number; numbers take as many bytes as they need.

use super::bytes::Writer;
use crate::base::BlobId;
use crate::shell::git::examine::Examined;
use crate::shell::git::graph::Graph;
use crate::source::{Change, Commit, Scheme, Signatory, Signature, Verdict};

/// Writes a graph, no parent of which is missing, and what its commits did.
pub(super) fn known<'a>(out: &'a mut Vec<u8>, graph: &Graph, examined: &'a [Option<Box<Examined>>], keys: &'a str) {
    let mut to = Writer::new(out);
    to.text(keys);
    to.number(graph.nodes.len() as u64);
    let mut by_id: Vec<usize> = (0..graph.nodes.len()).collect();
    by_id.sort_by(|a, b| graph.nodes[*a].id.as_bytes().cmp(graph.nodes[*b].id.as_bytes()));
    by_id.iter().for_each(|at| to.number(*at as u64));
    for (node, examined) in graph.nodes.iter().zip(examined) {
        to.out.extend_from_slice(node.id.as_bytes());
        to.out.extend_from_slice(node.tree.as_bytes());
        to.instant(node.at);
        to.number(node.parents.len() as u64);
        node.parents.iter().for_each(|it| to.number(u64::from(*it)));
        match examined {
            Some(it) => to.examined(it),
            None => to.number(0),
        }
    }
}

impl<'a> Writer<'a> {
    fn examined(&mut self, it: &'a Examined) {
        self.number(1);
        self.commit(&it.commit);
        self.number(it.commit.changes.len() as u64);
        for (change, same_as) in it.commit.changes.iter().zip(&it.same_as) {
            self.change(change);
            self.number(same_as.map_or(0, |it| it as u64));
        }
    }

    fn commit(&mut self, it: &'a Commit) {
        self.signatory(&it.author);
        self.signatory(&it.committer);
        self.text(&it.subject);
        self.number(it.trailers.len() as u64);
        for trailer in &it.trailers {
            self.text(&trailer.key);
            self.text(&trailer.value);
        }
        self.signature(&it.signature);
    }

    fn signatory(&mut self, it: &'a Signatory) {
        self.text(&it.name);
        self.text(&it.email);
        self.instant(it.at);
    }

    fn signature(&mut self, it: &'a Signature) {
        let Signature::Signed(it) = it else { return self.number(0) };
        self.number(match it.scheme {
            Scheme::Ssh => 1,
            Scheme::OpenPgp => 2,
            Scheme::X509 => 3,
        });
        for text in [&it.key, &it.primary] {
            self.number(u64::from(text.is_some()));
            if let Some(text) = text {
                self.text(text);
            }
        }
        let (number, reason) = match &it.verdict {
            Verdict::Good => (0, ""),
            Verdict::UnknownKey => (1, ""),
            Verdict::Bad(why) => (2, why.as_str()),
            Verdict::Expired(why) => (3, why.as_str()),
            Verdict::Revoked(why) => (4, why.as_str()),
            Verdict::Unsupported(why) => (5, why.as_str()),
        };
        self.number(number);
        self.text(reason);
        self.number(u64::from(it.certificate.is_some()));
        if let Some(it) = &it.certificate {
            self.text(&it.authority);
            self.number(it.principals.len() as u64);
            it.principals.iter().for_each(|it| self.text(it));
            self.number(it.from);
            self.number(it.until);
        }
    }

    fn change(&mut self, it: &'a Change) {
        self.text(it.path.as_str());
        self.number(u64::from(it.from.is_some()));
        if let Some(from) = &it.from {
            self.text(from.as_str());
        }
        self.blob(it.before.as_ref().map(BlobId::as_str));
        self.blob(it.after.as_ref().map(BlobId::as_str));
    }
}
