//! Cheapest flows through a small network: as much as can go from a source to a sink, at the least cost.
//!
//! Successive cheapest ways, found by Bellman and Ford's method, since ways back cost less than nothing. (petgraph has
//! largest flows, but none of least cost.)

/// What is smaller than this share of a capacity is dust of the computation.
const DUST: f64 = 1e-9;

#[derive(Debug, Clone)]
struct Arc {
    from: usize,
    to: usize,
    room: f64,
    cost: f64,
}

/// A network; arcs are kept with their ways back, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Network {
    nodes: usize,
    arcs: Vec<Arc>,
}

/// What flows, and what it costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Units from source to sink; infinite where nothing limits it.
    pub amount: f64,
    pub cost: f64,
    /// Arcs across the narrowest cut nearest to the source, by the number that [`Network::arc`] gave them; empty where
    /// as much flows as was wanted.
    pub cut: Vec<usize>,
}

impl Network {
    pub fn new(nodes: usize) -> Network {
        Network { nodes, arcs: Vec::new() }
    }

    /// A further node.
    pub fn node(&mut self) -> usize {
        self.nodes += 1;
        self.nodes - 1
    }

    /// An arc with room for so many units at a cost for each; gives its number.
    pub fn arc(&mut self, (from, to): (usize, usize), room: f64, cost: f64) -> usize {
        self.arcs.push(Arc { from, to, room: room.max(0.0), cost });
        self.arcs.push(Arc { from: to, to: from, room: 0.0, cost: -cost });
        self.arcs.len() / 2 - 1
    }

    /// Up to `wanted` units from `source` to `sink`, as cheaply as can be.
    pub fn flow(mut self, (source, sink): (usize, usize), wanted: f64) -> Flow {
        let most = self.arcs.iter().map(|a| a.room).filter(|r| r.is_finite()).fold(0.0, f64::max);
        let dust = most * DUST;
        let mut out = Flow { amount: 0.0, cost: 0.0, cut: Vec::new() };
        while out.amount < wanted {
            let (label, by) = self.ways(source, dust);
            if label[sink].is_infinite() {
                let within = |n: usize| label[n].is_finite();
                let across = |i: &usize| within(self.arcs[2 * i].from) && !within(self.arcs[2 * i].to);
                out.cut = (0..self.arcs.len() / 2).filter(across).collect();
                break;
            }
            let mut way = Vec::new();
            let mut at = sink;
            while let Some(i) = by[at].filter(|_| at != source) {
                way.push(i);
                at = self.arcs[i].from;
            }
            let room = way.iter().map(|i| self.arcs[*i].room).fold(wanted - out.amount, f64::min);
            if room.is_infinite() {
                out.amount = f64::INFINITY;
                break;
            }
            for i in way {
                self.arcs[i].room -= room;
                self.arcs[i ^ 1].room += room;
            }
            out.amount += room;
            out.cost += room * label[sink];
            if room <= dust {
                break;
            }
        }
        out
    }

    /// Cheapest way to each node and the arc by which it is reached.
    fn ways(&self, source: usize, dust: f64) -> (Vec<f64>, Vec<Option<usize>>) {
        let mut label = vec![f64::INFINITY; self.nodes];
        let mut by = vec![None; self.nodes];
        label[source] = 0.0;
        for _ in 0..self.nodes {
            let mut changed = false;
            for (i, arc) in self.arcs.iter().enumerate().filter(|(_, a)| a.room > dust) {
                let through = label[arc.from] + arc.cost;
                // A hair's breadth is not worth a circle.
                if through < label[arc.to] - 1e-9 {
                    (label[arc.to], by[arc.to], changed) = (through, Some(i), true);
                }
            }
            if !changed {
                break;
            }
        }
        (label, by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 -> 1 -> 3 for 6 at 1 each, 0 -> 2 -> 3 for 4 at 3 each: of 8, 6 go the cheap way and 2 the dear one, 6 + 6.
    #[test]
    fn the_cheap_way_first_and_the_cut_when_no_more_goes() {
        let network = || {
            let mut n = Network::new(4);
            n.arc((0, 1), 6.0, 0.0);
            n.arc((1, 3), 10.0, 1.0);
            n.arc((0, 2), 9.0, 0.0);
            n.arc((2, 3), 4.0, 3.0);
            n
        };
        let eight = network().flow((0, 3), 8.0);
        assert_eq!((eight.amount, eight.cost, eight.cut.len()), (8.0, 12.0, 0));
        let all = network().flow((0, 3), 100.0);
        assert_eq!((all.amount, all.cost, all.cut), (10.0, 18.0, vec![0, 3]));
    }

    /// A way back: 0 -> 1 -> 2 -> 3 is cheapest, but two units fit only by 0 -> 1 -> 3 and 0 -> 2 -> 3.
    #[test]
    fn a_first_way_is_mended_where_it_is_in_the_way_of_a_second() {
        let mut n = Network::new(4);
        for (ends, cost) in [((0, 1), 0.0), ((1, 2), 0.0), ((2, 3), 0.0), ((0, 2), 5.0), ((1, 3), 5.0)] {
            n.arc(ends, 1.0, cost);
        }
        let flow = n.flow((0, 3), f64::INFINITY);
        assert_eq!((flow.amount, flow.cost), (2.0, 10.0));
    }
}
