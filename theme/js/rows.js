// The filter field above a table with groups. Rows that do not hold the words are hidden, and groups with no row left.
// The choices beside the field need no script; both apply together.
(function(){
"use strict";
var doc=document,words=window.clausebookWords||{};
function all(selector,from){return Array.prototype.slice.call(from.querySelectorAll(selector));}
function fold(text){return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g,"");}
all("[data-filter]",doc).forEach(function(label){
  var name=label.getAttribute("data-filter"),table=doc.getElementById(name),field=label.querySelector("input");
  var found=doc.querySelector('[data-found="'+name+'"]');
  if(!table||!field)return;
  var rows=all("tbody tr",table).map(function(tr){
    var heading=tr.classList.contains("hd")||tr.classList.contains("grp");
    var level=/(?:^| )l(\d)/.exec(tr.className);
    return {tr:tr,heading:heading,level:level?+level[1]:0,text:heading?"":fold(tr.textContent)};
  });
  field.addEventListener("input",function(){
    var terms=fold(field.value).split(/\s+/).filter(Boolean),count=0,total=0,open=[];
    rows.forEach(function(row){
      if(row.heading){
        open=open.filter(function(other){return other.level<row.level;});
        open.push(row);row.tr.hidden=terms.length>0;
        return;
      }
      var fits=terms.every(function(term){return row.text.indexOf(term)>=0;});
      row.tr.hidden=!fits;total++;
      if(fits){count++;open.forEach(function(heading){if(heading.level<row.level||heading.level===0)heading.tr.hidden=false;});}
    });
    if(found)found.textContent=terms.length?(words.rows||"{n} / {of}").replace("{n}",count).replace("{of}",total):"";
  });
  field.addEventListener("keydown",function(event){
    if(event.key==="Escape"){field.value="";field.dispatchEvent(new Event("input"));}
  });
  label.hidden=false;
});
})();
