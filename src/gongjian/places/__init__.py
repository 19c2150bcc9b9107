"""Areas (区域): the dated tree of city, district, subdistrict, community, grid and building."""
