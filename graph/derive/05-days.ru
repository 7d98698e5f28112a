# On which day does a period begin and end? A date known to its month or year counts from its first day, so that a
# query can compare days: bound on the day ?on when fromDay <= ?on < untilDay (half-open).
# The missing end of "2019" is "-01-01", of "2019-07" is "-01", of a full date nothing.
PREFIX fl: <https://w3id.org/facelex/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH ?record { ?thing ?dayProperty ?day } }
WHERE {
  VALUES (?property ?dayProperty) { (fl:from fl:fromDay) (fl:until fl:untilDay) }
  GRAPH ?record { ?thing ?property ?date }
  FILTER(ISLITERAL(?date))
  BIND(STRDT(CONCAT(STR(?date), SUBSTR("-01-01", STRLEN(STR(?date)) - 3)), xsd:date) AS ?day)
}
