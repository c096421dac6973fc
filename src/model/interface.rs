//! The IP addresses of a router's interfaces. They are no part of a dial plan: they say which calls of others come here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::syntax::commands::Command;
use crate::syntax::tree::{Node, Tree};

/// The addresses of the interfaces that are not shut down, in the order of the text: `ip address A.B.C.D MASK`, also those
/// that are secondary, and `ipv6 address PREFIX/LENGTH`. Those that are handed out by another (`dhcp`) and those that every
/// network has (link-local) tell nothing.
pub fn interface_addresses(tree: &Tree) -> Vec<IpAddr> {
    let interfaces = tree.roots().filter(|node| node.row().is_some_and(|row| row.command == Command::Interface));
    interfaces.filter(|interface| !interface.children().any(is_shutdown)).flat_map(addresses).collect()
}

fn is_shutdown(line: Node<'_>) -> bool {
    line.text().trim_end().eq_ignore_ascii_case("shutdown")
}

fn addresses(interface: Node<'_>) -> Vec<IpAddr> {
    interface.children().filter_map(|line| address(line.text())).collect()
}

/// The address that a line under an interface gives it.
fn address(line: &str) -> Option<IpAddr> {
    let mut words = line.split_ascii_whitespace();
    let (family, what, value) = (words.next()?, words.next()?, words.next()?);
    if !what.eq_ignore_ascii_case("address") {
        return None;
    }
    let address = match family.to_ascii_lowercase().as_str() {
        "ip" => IpAddr::V4(value.parse::<Ipv4Addr>().ok()?),
        "ipv6" => IpAddr::V6(value.split('/').next()?.parse::<Ipv6Addr>().ok()?),
        _ => return None,
    };
    let is_local = match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    };
    (!address.is_unspecified() && !address.is_loopback() && !is_local).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn addresses_of_interfaces_that_are_up() {
        let text = "interface Loopback0\n ip address 192.0.2.1 255.255.255.255\n!\n\
                    interface GigabitEthernet0/0\n description to the core\n ip address 198.51.100.1 255.255.255.0\n \
                    ip address 198.51.100.2 255.255.255.0 secondary\n IPv6 address 2001:DB8::1/64\n \
                    ipv6 address FE80::1 link-local\n!\n\
                    interface GigabitEthernet0/1\n ip address 203.0.113.1 255.255.255.0\n shutdown\n!\n\
                    interface GigabitEthernet0/2\n no ip address\n!\n\
                    interface GigabitEthernet0/3\n ip address dhcp\n ip address negotiated\n!\n\
                    interface Serial0/0/0:23\n ip address 192.0.2.9 255.255.255.0\n!\n\
                    dial-peer voice 1 voip\n session target ipv4:192.0.2.77\n";
        let tree = Tree::parse(&Source::new("router.cfg", text));
        let found: Vec<_> = interface_addresses(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["192.0.2.1", "198.51.100.1", "198.51.100.2", "2001:db8::1", "192.0.2.9"]);
    }
}
