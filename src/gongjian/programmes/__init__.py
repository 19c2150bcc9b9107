"""What can be pursued: programmes (文明社区, 安全社区 …), the standards they set and the items of those."""
