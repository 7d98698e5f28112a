# What force does a resolution have? A city or county council's resolution about public bodies alone is their policy
# (every actor is government or narrower); any other resolution only recommends. After 07: rules that have no force.
PREFIX fl: <https://w3id.org/facelex/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT { GRAPH ?record { ?rule fl:force ?force } }
WHERE {
  GRAPH ?record {
    ?law fl:kind fl:resolution ; fl:rule ?rule .
    FILTER NOT EXISTS { ?rule fl:force ?said }
  }
  BIND(EXISTS {
    GRAPH ?record { ?law fl:jurisdiction ?place }
    GRAPH ?other { ?place a ?local }
    FILTER(?local IN (fl:City, fl:County))
  } AS ?isLocal)
  BIND(EXISTS { GRAPH ?record { ?rule fl:actor ?anyone } } AS ?hasActor)
  BIND(EXISTS {
    GRAPH ?record { ?rule fl:actor ?actor }
    FILTER NOT EXISTS { GRAPH <https://w3id.org/facelex/ns> { ?actor skos:broader* fl:government } }
  } AS ?bindsOthers)
  BIND(IF(?isLocal && ?hasActor && !?bindsOthers, fl:force-of-policy, fl:force-of-guidance) AS ?force)
}
