// The page of the search: the list from A to Z, narrowed by what is typed, and what the page's address asks for.
(function(){
"use strict";
var doc=document,words=window.clausebookWords||{},find=window.clausebookFind,form=doc.getElementById("search"),az=doc.getElementById("az");
if(!find||!form||!az)return;
function w(key){return words[key]||key;}
function fold(text){return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g,"");}
function all(selector){return Array.prototype.slice.call(az.querySelectorAll(selector));}
var field=doc.getElementById("q"),found=doc.getElementById("found"),rows=all("li").map(function(li){
  return {li:li,text:fold(li.textContent)};
});
function narrow(){
  var terms=fold(field.value).split(/\s+/).filter(Boolean),count=0;
  rows.forEach(function(row){
    var fits=terms.every(function(term){return row.text.indexOf(term)>=0;});
    row.li.hidden=!fits;if(fits)count++;
  });
  all("section").forEach(function(section){section.hidden=!section.querySelector("li:not([hidden])");});
  doc.querySelector(".abc").hidden=terms.length>0;
  found.textContent=terms.length?(count?w("found").replace("{n}",count):w("found_nothing")):"";
}
/* What the page's address asks for; `#q=` is for folders, where some browsers know no `?`. */
function asked(){
  var hash=/^#q=(.*)$/.exec(location.hash),text=new URLSearchParams(location.search).get("q");
  if(!hash)return text;
  try{return decodeURIComponent(hash[1].replace(/\+/g," "));}catch(e){return hash[1];}
}
/* The address says what is asked, so that it can be kept and sent. */
find.asked=function(text){
  try{history.replaceState(null,"",text?(location.protocol==="file:"?"#":"search.html?")+"q="+encodeURIComponent(text):"search.html");}catch(e){/* not from here */}
};
/* Where there is no index, the list is all that can be searched. */
function look(){
  var text=asked();
  if(text&&!find.titles){find.open(text);return;}
  if(text){field.value=text;narrow();}
  field.focus();
}
window.addEventListener("hashchange",function(){if(asked())look();});
form.hidden=false;
field.addEventListener("input",narrow);
narrow();
look();
})();
