// ANCHOR: node
struct Node {
    value: u32,
    children: Vec<Node>,
}
// ANCHOR_END: node

fn main() {
    let root = Node { value: 1, children: Vec::new() };
    println!("{} {}", root.value, root.children.len());
}
