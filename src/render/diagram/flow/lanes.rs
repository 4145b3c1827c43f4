//! Puts the outer pieces of lanes beside the boxes they leave and enter, once the rows are in order.

use super::layers::{Chain, Kind, Layers};

/// Completes all lanes; shorter ones lie inside longer ones.
pub(super) fn add_lane_ends(layers: &mut Layers) {
    let mut lanes: Vec<usize> = (0..layers.chains.len()).filter(|&at| layers.chains[at].is_lane).collect();
    lanes.sort_by_key(|&at| layers.chains[at].bends.len());
    for chain in lanes {
        add_ends(layers, chain);
    }
}

/// Puts the outer pieces of a lane beside the boxes it joins, on the side where the rest of it already runs.
fn add_ends(layers: &mut Layers, chain: usize) {
    let Chain { top, bottom, .. } = layers.chains[chain];
    let bends = layers.chains[chain].bends.clone();
    let after_top = side(layers, chain, top, bends.first().copied());
    let before_bottom = side(layers, chain, bottom, bends.last().copied());
    let upper = insert_beside(layers, top, after_top);
    let mut all = vec![upper];
    all.extend(bends);
    if top != bottom {
        all.push(insert_beside(layers, bottom, before_bottom));
    }
    layers.chains[chain].bends = all;
}

fn insert_beside(layers: &mut Layers, node: usize, right: bool) -> usize {
    let row = layers.items[node].row;
    let group = layers.items[node].group;
    let item = layers.push(Kind::Lane, row, 8, group);
    layers.rows[row].pop();
    let at = layers.rows[row].iter().position(|&other| other == node).unwrap_or(0);
    let is_lane = |at: usize| layers.rows[row].get(at).is_some_and(|&other| layers.items[other].kind == Kind::Lane);
    let mut to = at + usize::from(right);
    while right && is_lane(to) {
        to += 1;
    }
    while !right && to > 0 && is_lane(to - 1) {
        to -= 1;
    }
    layers.rows[row].insert(to, item);
    item
}

/// Whether a lane leaves its box on the right: towards its next piece, and if there is none, on the side with fewer lines.
fn side(layers: &Layers, chain: usize, node: usize, next: Option<usize>) -> bool {
    let place = |item: usize| layers.rows[layers.items[item].row].iter().position(|&other| other == item).unwrap_or(0);
    let Chain { top, bottom, .. } = layers.chains[chain];
    let others = layers.chains.iter().enumerate().filter(|(at, _)| *at != chain).map(|(_, other)| other);
    let (mut left, mut right) = (0, 0);
    let mut beside = |is_right: bool, weight: usize| if is_right { right += weight } else { left += weight };
    for other in others {
        let (first, last) = (other.bends.first().copied(), other.bends.last().copied());
        if other.is_lane {
            let own = [first, last].into_iter().flatten().find(|&bend| layers.items[bend].row == layers.items[node].row);
            let touches = other.top == node || other.bottom == node;
            if let Some(bend) = own.filter(|&bend| touches && layers.items[bend].kind == Kind::Lane) {
                beside(place(bend) > place(node), 1);
            }
        } else if let Some(next) = next {
            // Lines into or out of the box on the same side of the row: the lane must not cross them.
            let near = [(other.top, first.unwrap_or(other.bottom)), (other.bottom, last.unwrap_or(other.top))];
            for (_, item) in
                near.into_iter().filter(|(end, item)| *end == node && layers.items[*item].row == layers.items[next].row)
            {
                beside(place(item) > place(next), 2);
            }
        } else {
            // Between neighbouring rows a lane crosses what leaves the upper box or enters the lower one on its side.
            if other.top == top && other.bottom != bottom {
                beside(place(first.unwrap_or(other.bottom)) > place(bottom), 2);
            }
            if other.bottom == bottom && other.top != top {
                beside(place(last.unwrap_or(other.top)) > place(top), 2);
            }
        }
    }
    right <= left
}
