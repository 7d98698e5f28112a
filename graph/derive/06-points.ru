# Where is a place, for GeoSPARQL engines? Its point, longitude first, from the latitude and longitude in the record.
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX gsp: <http://www.opengis.net/ont/geosparql#>
PREFIX sf: <http://www.opengis.net/ont/sf#>

INSERT { GRAPH ?record { ?place gsp:hasGeometry ?point . ?point a sf:Point ; gsp:asWKT ?text } }
WHERE {
  GRAPH ?record { ?place geo:lat ?lat ; geo:long ?long }
  BIND(IRI(CONCAT(STR(?place), "#point")) AS ?point)
  BIND(STRDT(CONCAT("POINT(", STR(?long), " ", STR(?lat), ")"), gsp:wktLiteral) AS ?text)
}
