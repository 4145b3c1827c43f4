// The list of editions, below the button in the bar. Its entries stay on the page, or say that an edition lacks it.
// Fetched together with its style when it is first opened; everything is inserted as text.
(function(){
"use strict";
var doc=document,words=window.clausebookWords||{},editions=window.clausebookEditions,button=doc.getElementById("page:edition");
var base=doc.body.getAttribute("data-root")||"",page=doc.body.getAttribute("data-page"),here=doc.body.getAttribute("data-edition");
var up=base+here.replace(/[^/]+\//g,"../"),list=null;
function w(key){return words[key]||key;}
function make(name,className,text){
  var node=doc.createElement(name);
  if(className)node.className=className;
  if(text!==undefined)node.textContent=text;
  return node;
}
function links(){return Array.prototype.slice.call(list.querySelectorAll("a"));}
function entry(edition,at){
  var item=make("li"),a=make("a"),text=make("span","d"),holders=editions.some[page],has=!holders||holders.indexOf(at)>=0;
  var draft=edition.kind==="dra",current=edition.kind==="cur",own=edition.folder===here||(here===""&&current);
  // The current edition also stands at the root, where addresses float.
  a.href=up+(current?"":edition.folder)+(has?page:"documents/index.html");
  if(own)a.setAttribute("aria-current","true");
  a.appendChild(make("span","c",own?"\u2713":""));
  a.appendChild(make("span","v",edition.name));
  text.appendChild(draft?make("span","",edition.note):make("span",current?"b":"",edition.day));
  if(!has)text.appendChild(make("small","",w("editions_none")));
  else if(!draft&&edition.note)text.appendChild(make("small","",edition.note));
  a.appendChild(text);
  a.appendChild(make("span",edition.proof?"p "+edition.proof:"vst "+edition.kind,edition.proofWord||undefined));
  item.appendChild(a);
  return item;
}
function build(){
  var published=make("ul"),draft=make("ul"),foot=make("div","ft"),all=make("a","",w("editions_all"));
  list=make("div","pop");
  list.id="page:editions";list.setAttribute("role","dialog");list.setAttribute("aria-label",w("editions_title"));
  editions.editions.forEach(function(edition,at){(edition.kind==="dra"?draft:published).appendChild(entry(edition,at));});
  list.appendChild(make("h2","",w("editions_title")));list.appendChild(published);list.appendChild(make("hr"));
  list.appendChild(make("h2","",w("editions_draft")));list.appendChild(draft);list.appendChild(make("hr"));
  all.href=button.href;foot.appendChild(all);list.appendChild(foot);
  list.addEventListener("keydown",function(event){
    var all=links(),at=all.indexOf(doc.activeElement),step={ArrowDown:1,ArrowUp:-1}[event.key];
    if(step)all[(at+step+all.length)%all.length].focus();
    else if(event.key==="Home")all[0].focus();
    else if(event.key==="End")all[all.length-1].focus();
    else if(event.key==="Escape"){show(false);button.focus();}
    else return;
    event.preventDefault();
  });
  list.addEventListener("focusout",function(event){
    if(event.relatedTarget&&!list.contains(event.relatedTarget)&&event.relatedTarget!==button)show(false);
  });
  doc.addEventListener("click",function(event){if(!list.contains(event.target)&&!button.contains(event.target))show(false);});
  button.parentNode.insertBefore(list,button.nextSibling);
  button.setAttribute("aria-controls",list.id);
}
function show(open){
  list.hidden=!open;button.setAttribute("aria-expanded",String(open));
  if(open)(list.querySelector("[aria-current]")||links()[0]).focus();
}
window.clausebookSwitch=function(){
  if(!list){build();show(true);}else show(list.hidden);
};
})();
