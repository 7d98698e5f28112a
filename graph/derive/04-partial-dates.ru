# How precisely is a date known? The context calls every date xsd:date; one known only to its month ("2019-07") or
# year ("2019") is an xsd:gYearMonth or xsd:gYear.
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { GRAPH ?record { ?thing ?property ?date } }
INSERT { GRAPH ?record { ?thing ?property ?partial } }
WHERE {
  GRAPH ?record { ?thing ?property ?date }
  FILTER(DATATYPE(?date) = xsd:date && STRLEN(STR(?date)) IN (4, 7))
  BIND(STRDT(STR(?date), IF(STRLEN(STR(?date)) = 4, xsd:gYear, xsd:gYearMonth)) AS ?partial)
}
