//! Looking things up in a running-config that the model does not hold.

use crate::plan::Against;
use crate::syntax::tree::Node;

/// A running-config.
pub(super) struct Running<'a> {
    pub(super) against: Against<'a>,
}

impl<'a> Running<'a> {
    /// The global lines that begin with `keywords`, with the words that follow.
    pub(super) fn global(&self, keywords: &[&str]) -> Vec<(&'a Node, Vec<String>)> {
        self.lines(self.against.tree.roots(), keywords)
    }

    /// The lines under `node` that begin with `keywords`, with the words that follow.
    pub(super) fn under(&self, node: &'a Node, keywords: &[&str]) -> Vec<(&'a Node, Vec<String>)> {
        self.lines(&node.children, keywords)
    }

    /// The lines at any depth under `node` that begin with `keywords`.
    pub(super) fn anywhere(&self, node: &'a Node, keywords: &[&str]) -> Vec<(&'a Node, Vec<String>)> {
        let mut found = self.under(node, keywords);
        for child in &node.children {
            found.extend(self.anywhere(child, keywords));
        }
        found
    }

    /// The words of a line.
    pub(super) fn words(&self, node: &Node) -> Vec<String> {
        self.against.tree.content(node).split_ascii_whitespace().map(str::to_owned).collect()
    }

    fn lines(&self, nodes: &'a [Node], keywords: &[&str]) -> Vec<(&'a Node, Vec<String>)> {
        let rest = |node: &'a Node| {
            let words = self.words(node);
            let begins = words.len() >= keywords.len()
                && words.iter().zip(keywords).all(|(word, keyword)| word.eq_ignore_ascii_case(keyword));
            begins.then(|| (node, words.get(keywords.len()..).unwrap_or_default().to_vec()))
        };
        nodes.iter().filter_map(rest).collect()
    }
}
