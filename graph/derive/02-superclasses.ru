# Which wider classes of ours does a thing belong to? A City is a Jurisdiction: queries ask for the wide class and
# must not each repeat the hierarchy. Other vocabularies' classes stay axioms of the ontology.
PREFIX fl: <https://w3id.org/facelex/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT { GRAPH ?record { ?thing a ?wider } }
WHERE {
  GRAPH ?record { ?thing a ?class }
  GRAPH <https://w3id.org/facelex/ns> { ?class rdfs:subClassOf+ ?wider }
  FILTER(?record != <https://w3id.org/facelex/ns>)
  FILTER(STRSTARTS(STR(?wider), STR(fl:)))
}
